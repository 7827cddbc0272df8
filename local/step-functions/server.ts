import { ApiError, JsonApi, type Request } from "../servers/json-api.ts";
import { OPERATIONS } from "./operations.ts";
import type { StepFunctions } from "./step-functions.ts";

/** The API of Step Functions. */
export class StepFunctionsServer extends JsonApi {
  #service: StepFunctions | undefined;

  constructor() {
    super("AWSStepFunctions.");
  }

  /** Functions need the address before the machines can be opened on the functions. */
  open(service: StepFunctions): void {
    this.#service = service;
  }

  protected perform(name: string, request: Request): object {
    if (!this.#service) throw new ApiError("ServiceUnavailable", "The local run is still starting.", 503);
    const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
    if (!operation) throw new ApiError("UnknownOperationException", `The local run does not know ${name}.`);
    return operation(this.#service, request);
  }
}
