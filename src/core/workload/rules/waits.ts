import type { Finding } from "../../report/report.ts";
import { durationText } from "../../report/render/cell.ts";
import type { WorkRule } from "../workRule.ts";

const [waiting, idle, long] = ["workload/lock-wait", "workload/idle-in-transaction", "workload/long-transaction"];

const idleMs = 60_000;
const longMs = 300_000;

export const lockWaits: WorkRule = {
  id: waiting,
  title: "Somebody waits for a lock",
  why: "Whoever comes after it for the same table waits behind it. Short waits are normal; the one in the way is named so that one can look at what it does before one ends it.",
  find: ({ workload }) => workload.waits.map((wait): Finding => ({
    rule: waiting, key: `${waiting} ${wait.waiting} ${wait.blockedBy}`, severity: (wait.ms ?? 0) >= 1000 ? "warning" : "info", ...(wait.object === undefined ? {} : { object: wait.object }),
    message: `${wait.waiting} waits${wait.ms === undefined ? "" : ` for ${durationText(wait.ms)}`} for ${wait.blockedBy}${wait.mode === undefined ? "" : ` (${wait.mode})`}${wait.blockingText === undefined ? "" : `, which ran: ${wait.blockingText}`}.`,
    ...(wait.toEnd === undefined ? {} : { fix: { title: `End ${wait.blockedBy}`, sql: wait.toEnd, proven: false } }),
  })),
};

export const idleTransactions: WorkRule = {
  id: idle,
  title: "Transaction that is open and does nothing",
  why: "It holds its locks, and nothing that was deleted since can be cleared away anywhere.",
  find: ({ workload }) => workload.running.filter(({ state, transactionMs }) => /idle in transaction|^sleep/i.test(state) && (transactionMs ?? 0) >= idleMs).map((one): Finding => ({
    rule: idle, key: `${idle} ${one.id}`, severity: "warning", message: `${one.id}${one.user === undefined ? "" : ` (${one.user})`} has had a transaction open for ${durationText(one.transactionMs ?? 0)} and does nothing${one.text === undefined ? "" : `; it ran: ${one.text}`}.`,
  })),
};

export const longTransactions: WorkRule = {
  id: long,
  title: "Transaction that takes long",
  why: "Nothing that was deleted since it began can be cleared away. A backup or a report may be meant to take this long.",
  find: ({ workload }) => workload.running.filter(({ state, transactionMs }) => !/idle|^sleep/i.test(state) && (transactionMs ?? 0) >= longMs).map((one): Finding => ({
    rule: long, key: `${long} ${one.id}`, severity: "info", message: `${one.id}${one.user === undefined ? "" : ` (${one.user})`} has worked in one transaction for ${durationText(one.transactionMs ?? 0)}${one.text === undefined ? "" : `: ${one.text}`}.`,
  })),
};
