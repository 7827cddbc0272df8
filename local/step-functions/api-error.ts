/** An error of the Step Functions API, by the name that the SDK's client throws it under. */
export class ApiError extends Error {
  override readonly name: string;
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}
