import { expect, test } from "@jest/globals";
import { Tender } from "../../../client/index.js";
import { answering } from "../fake-api.ts";

async function urlFor(baseUrl: string): Promise<string | undefined> {
  const { fetch, sent } = answering([{ status: 200, json: {} }]);
  await new Tender({ apiKey: "tk", baseUrl, fetch }).merchant.get();
  return sent[0]?.url;
}

test("baseUrl is the API's address, with or without /v1, with or without a stage", async () => {
  expect(await urlFor("https://api.example")).toBe("https://api.example/v1/merchant");
  expect(await urlFor("https://api.example/v1/")).toBe("https://api.example/v1/merchant");
  expect(await urlFor("https://api.example:8443/prod")).toBe("https://api.example:8443/prod/v1/merchant");
});

test("http is for this machine alone", async () => {
  expect(await urlFor("http://127.0.0.1:3000")).toBe("http://127.0.0.1:3000/v1/merchant");
  expect(await urlFor("http://localhost:3000/v1")).toBe("http://localhost:3000/v1/merchant");
  expect(await urlFor("http://[::1]:3000")).toBe("http://[::1]:3000/v1/merchant");
  for (const far of ["http://api.example", "http://127.0.0.1.example", "http://localhost.example", "ftp://127.0.0.1"])
    await expect(urlFor(far)).rejects.toThrow("baseUrl has to begin with https:");
});

test("an address with a user, a query or a fragment is none, nor is what is no URL", async () => {
  for (const odd of ["https://a:b@api.example", "https://api.example?x=1", "https://api.example#x", "api.example", ""])
    await expect(urlFor(odd)).rejects.toThrow(TypeError);
});

test("numbers that are none are refused", () => {
  const base = { apiKey: "tk", baseUrl: "https://api.example" };
  for (const odd of [{ timeoutMs: 0 }, { timeoutMs: Number.NaN }, { retries: -1 }, { retries: 1.5 }, { timeout: 5 }])
    expect(() => new Tender({ ...base, ...(odd as object) })).toThrow(TypeError);
});
