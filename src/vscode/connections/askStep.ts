import * as vscode from "vscode";
import type { Question } from "./wizardQuestions.ts";

export type StepAnswer = { readonly kind: "answer"; readonly value: string } | { readonly kind: "back" } | { readonly kind: "cancelled" };

export interface StepPlace {
  readonly title: string;
  readonly step: number;
  readonly total: number;
  readonly mayGoBack: boolean;
}

/** Shows one question of a wizard and waits for its answer, for "back", or for Escape. */
export function askStep(question: Question, place: StepPlace): Promise<StepAnswer> {
  return question.choices === undefined ? askText(question, place) : askChoice(question, question.choices, place);
}

function askText(question: Question, place: StepPlace): Promise<StepAnswer> {
  const box = vscode.window.createInputBox();
  dress(box, question, place);
  box.password = question.secret ?? false;
  box.value = question.value ?? "";
  box.prompt = question.prompt;
  return shown(box, (done) => {
    box.onDidChangeValue(() => (box.validationMessage = ""));
    box.onDidAccept(() => {
      const problem = question.validate(box.value);
      if (problem === null) done({ kind: "answer", value: box.value });
      else box.validationMessage = problem;
    });
  });
}

type ChoiceItem = vscode.QuickPickItem & { readonly value: string };

function askChoice(question: Question, choices: NonNullable<Question["choices"]>, place: StepPlace): Promise<StepAnswer> {
  const pick = vscode.window.createQuickPick<ChoiceItem>();
  dress(pick, question, place);
  pick.placeholder = question.prompt;
  pick.matchOnDescription = true;
  const items: readonly ChoiceItem[] = choices.map((choice) => ({
    ...choice,
    ...(choice.value === question.value && choice.description === undefined ? { description: "current" } : {}),
  }));
  const offer = (): void => {
    const typed = pick.value.trim();
    const own = question.free === true && typed !== "" && !items.some((item) => item.value === typed);
    pick.items = own ? [...items, { label: `$(edit) ${typed}`, description: "as typed", value: typed, alwaysShow: true }] : items;
  };
  if (question.free === true && question.value !== undefined) pick.value = question.value;
  offer();
  const current = items.find((item) => item.value === question.value);
  if (current !== undefined) pick.activeItems = [current];
  return shown(pick, (done) => {
    pick.onDidChangeValue(offer);
    pick.onDidAccept(() => {
      const value = pick.selectedItems[0]?.value ?? pick.activeItems[0]?.value ?? pick.value;
      const problem = question.validate(value);
      if (problem === null) done({ kind: "answer", value });
      else pick.placeholder = problem;
    });
  });
}

function dress(input: vscode.QuickInput, question: Question, place: StepPlace): void {
  input.title = place.title === "" ? question.title : `${place.title}: ${question.title}`;
  if (place.total > 1) {
    input.step = place.step;
    input.totalSteps = place.total;
  }
  input.ignoreFocusOut = true;
  (input as vscode.InputBox).buttons = place.mayGoBack ? [vscode.QuickInputButtons.Back] : [];
}

function shown(input: vscode.QuickPick<ChoiceItem> | vscode.InputBox, listen: (done: (answer: StepAnswer) => void) => void): Promise<StepAnswer> {
  return new Promise((resolve) => {
    let answer: StepAnswer = { kind: "cancelled" };
    const done = (given: StepAnswer): void => {
      answer = given;
      input.hide();
    };
    input.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) done({ kind: "back" });
    });
    input.onDidHide(() => {
      input.dispose();
      resolve(answer);
    });
    listen(done);
    input.show();
  });
}
