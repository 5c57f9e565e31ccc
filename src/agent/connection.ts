import { isDataEngineerError, RefusedError, throwIfCancelled, UsageError } from "../core/errors.ts";
import type { Language } from "../commands/context.ts";
import type { Dialect } from "../core/engineId.ts";
import type { ReportTarget } from "../core/report/report.ts";
import { reportTarget } from "../engines/engine.ts";
import type { Session } from "../engines/engine.ts";
import { dialectOfUrl, loadEngine, serverTellsDialect } from "../engines/load.ts";
import type { ConnectionTarget, Host } from "./host.ts";
import type { ConnectionRole } from "./permissionMode.ts";
import { serverKinds } from "./profiles/serverKinds.ts";
import type { Redactor } from "./redact.ts";

/** The connection of one run: asked for once, opened once when first needed, closed at the end. */
export class RunConnection {
  private readonly host: Host;
  private readonly redactor: Redactor;
  private readonly readOnly: boolean;
  private known: ConnectionTarget | undefined;
  private opening: Promise<Session> | undefined;
  private opened: Session | undefined;

  constructor(host: Host, redactor: Redactor) {
    this.host = host;
    this.redactor = redactor;
    this.readOnly = host.mode() === "explore";
  }

  /** Which connection this run is for; UsageError noConnection where the face knows none, RefusedError untrusted where none may be opened. */
  async target(): Promise<ConnectionTarget> {
    if (this.known !== undefined) return this.known;
    if (!this.host.trusted) throw new RefusedError("untrusted", "No connection is opened in a workspace that is not trusted.", { next: "Trust the workspace; what needs no server, as a plan in a file, is read without." });
    const target = await this.host.connection();
    if (target === undefined) {
      throw new UsageError("noConnection", "No connection is known.", { next: "Give --url, set DATABASE_URL, or add a connection in the Data Engineer view." });
    }
    return this.know(target);
  }

  /** The role of the connection as far as it is known; an unknown one is nobody's production. */
  get role(): ConnectionRole {
    return this.known?.role ?? "development";
  }

  get dialect(): Dialect | undefined {
    return this.known === undefined ? this.host.dialect : dialectOfUrl(this.known.url);
  }

  /** What the report says about the server; undefined while no session was opened. */
  get reportTarget(): ReportTarget | undefined {
    return this.opened === undefined ? undefined : reportTarget(this.opened.facts, this.role);
  }

  session(): Promise<Session> {
    this.opening ??= this.open();
    return this.opening;
  }

  /** How scripts are read; see `CommandContext.language`. */
  async language(guess: Dialect | undefined): Promise<Language> {
    const { dialect } = this;
    if (dialect === undefined && guess === undefined) {
      throw new UsageError("badArgument", "Which engine's language this is, is not known.", { next: "Give --dialect postgresql, mysql, mariadb, sqlite or mongodb, or a connection." });
    }
    if (dialect === undefined) return { engine: await loadEngine(guess!), assumed: "the text looks like it, and no connection, setting or --dialect says it" };
    if (this.host.namedConnection === undefined || !serverTellsDialect(dialect)) return { engine: await loadEngine(dialect) };
    const silence = await this.askServer();
    if (this.opened !== undefined) return { engine: this.opened.engine, server: this.opened.facts };
    return { engine: await loadEngine(dialect), assumed: `the connection is called so, and its server ${silence}` };
  }

  /** Opens the named connection where that needs no question; else says why its server gives no answer. */
  private async askServer(): Promise<string> {
    if (!this.host.trusted || this.host.background === true) return "was not asked";
    const target = this.known ?? (await this.host.namedConnection?.());
    if (target === undefined) return "was not asked, as its password is not stored";
    this.know(target);
    try {
      await this.session();
      return "answered";
    } catch (error) {
      if (!isDataEngineerError(error) || error.kind !== "connection") throw error;
      return `did not answer: ${error.message}`;
    }
  }

  /** Closes what was opened; a failure to close is only logged, the run's result stands. */
  async close(): Promise<void> {
    try {
      await (await this.opening?.catch(() => undefined))?.close();
    } catch (error) {
      this.host.log(this.redactor.text(`The connection did not close cleanly: ${error instanceof Error ? error.message : String(error)}`));
    }
  }

  private know(target: ConnectionTarget): ConnectionTarget {
    this.redactor.addUrl(target.url);
    for (const variable of new Set(Object.values(serverKinds).map((kind) => kind.passwordVariable))) this.redactor.addSecret(process.env[variable] ?? "");
    if (target.shadowUrl !== undefined) this.redactor.addUrl(target.shadowUrl);
    this.known = target;
    return target;
  }

  private async open(): Promise<Session> {
    const target = await this.target();
    throwIfCancelled(this.host.signal);
    const engine = await loadEngine(dialectOfUrl(target.url));
    this.opened = await engine.connect({
      url: target.url,
      cwd: this.host.cwd,
      readOnly: this.readOnly,
      timeouts: this.host.settings.timeouts,
      signal: this.host.signal,
      ...(target.shadowUrl === undefined ? {} : { shadowUrl: target.shadowUrl }),
    });
    if (this.opened.facts.database === "") throw await this.withoutDatabase(this.opened);
    return this.opened;
  }

  private async withoutDatabase(session: Session): Promise<UsageError> {
    await session.close();
    this.opened = undefined;
    return new UsageError("badUrl", "The connection URL names no database.", { next: "Write its name behind the host and a slash, as in mysql://user@host:3306/database." });
  }
}
