import * as vscode from "vscode";
import { isServer, passwordSource } from "../../agent/connectionProfile.ts";
import type { ConnectionProfile, ServerProfile } from "../../agent/connectionProfile.ts";
import type { ConnectionTarget } from "../../agent/host.ts";
import { expandEnvironment } from "../../agent/profiles/environment.ts";
import { readProfiles } from "../../agent/profiles/read.ts";
import { setContext } from "../contextKeys.ts";
import { changesSetting, setting } from "../settings.ts";
import type { Passwords } from "./secrets.ts";

const activeKey = "activeConnection";

/** The connections of this window: the setting, which one is active, and how each becomes a target. */
export class Connections implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  private readonly memento: vscode.Memento;
  readonly passwords: Passwords;
  readonly onDidChange = this.changed.event;
  private known: ReturnType<typeof readProfiles> = { profiles: [], problems: [] };

  constructor(memento: vscode.Memento, passwords: Passwords) {
    this.memento = memento;
    this.passwords = passwords;
    this.subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (changesSetting(event, "connections") || changesSetting(event, "activeConnection")) this.reload();
    });
    this.reload();
  }

  get profiles(): readonly ConnectionProfile[] {
    return this.known.profiles;
  }

  /** What is wrong with entries of the setting. */
  get problems(): readonly string[] {
    return this.known.problems;
  }

  find(name: string): ConnectionProfile | undefined {
    return this.known.profiles.find((profile) => profile.name === name);
  }

  /** The chosen one; else the setting's; the only one where there is one; none in an untrusted workspace. */
  get active(): ConnectionProfile | undefined {
    if (!vscode.workspace.isTrusted) return undefined;
    const name = this.memento.get<string>(activeKey);
    return this.find(name ?? "") ?? this.find(setting("activeConnection")) ?? (this.known.profiles.length === 1 ? this.known.profiles[0] : undefined);
  }

  async setActive(name: string | undefined): Promise<void> {
    await this.memento.update(activeKey, name);
    this.tell();
  }

  /** What the agent connects with. Asks for a missing password where `mayAsk`; undefined when it was not given. */
  async target(profile: ConnectionProfile, mayAsk: boolean): Promise<ConnectionTarget | undefined> {
    if (!vscode.workspace.isTrusted) return undefined;
    const { profileUrl } = await import("../../agent/profiles/profileUrl.ts");
    const password = isServer(profile) ? await this.password(profile, mayAsk) : "";
    if (password === undefined) return undefined;
    const shadow = isServer(profile) && profile.shadowUrl !== undefined ? expandEnvironment(profile.shadowUrl, process.env, profile.name) : undefined;
    return { name: profile.name, role: profile.role, url: profileUrl(profile, password, process.env), ...(shadow === undefined ? {} : { shadowUrl: shadow }) };
  }

  private async password(profile: ServerProfile, mayAsk: boolean): Promise<string | undefined> {
    const source = passwordSource(profile);
    if (source.kind === "none") return "";
    if (source.kind === "environment") return expandEnvironment(profile.password ?? "", process.env, profile.name);
    const stored = source.kind === "stored" ? await this.passwords.get(profile) : undefined;
    if (stored !== undefined || !mayAsk) return stored;
    const typed = await vscode.window.showInputBox({
      title: `Password for ${profile.name}`,
      prompt: `${profile.user}@${profile.host}. ${source.kind === "ask" ? "It is not kept." : "It is kept in the secret storage."} Leave it empty where none is needed.`,
      password: true,
      ignoreFocusOut: true,
    });
    if (typed !== undefined && source.kind === "stored") await this.passwords.set(profile, typed);
    return typed;
  }

  private reload(): void {
    this.known = readProfiles(setting("connections"));
    this.tell();
  }

  private tell(): void {
    setContext("dataEngineer.hasConnections", this.known.profiles.length > 0);
    setContext("dataEngineer.hasActiveConnection", this.active !== undefined);
    this.changed.fire();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}
