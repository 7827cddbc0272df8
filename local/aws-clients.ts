/** Any credentials will do here, but the SDK wants some, and real ones must never be looked up. */
export const LOCAL_CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };
