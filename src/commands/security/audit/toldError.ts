import { isDataEngineerError } from "../../../core/errors.ts";

/** An error that is told in the report; one that ends the run is thrown on. */
export function toldError(error: unknown): Error {
  if (isDataEngineerError(error) && error.kind !== "cancelled" && error.kind !== "connection") return error;
  throw error;
}
