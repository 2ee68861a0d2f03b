/** What the server says and takes, by the names the pages use. The shapes come from its OpenAPI: `npm run types`. */

import type { components } from "./generated";

type Schemas = components["schemas"];

/** A page of a list. */
export interface Rows<T> {
  rows: T[];
  next: string | null;
}

export type Role = Schemas["PersonShown"]["role"];
export type User = Schemas["Person"];
export type Session = Schemas["SignedIn"];
export type Theme = "system" | "light" | "dark";

/** What the server keeps for the workbench without looking into it. */
export interface MySettings {
  theme?: Theme;
  /** Action id → the keys chosen in place of the default ones. */
  keys?: Record<string, string[]>;
}

export type Me = Omit<Schemas["Profile"], "settings"> & { settings: MySettings };

export type ApiToken = Schemas["Token"];
export type NewApiToken = Schemas["TokenWithSecret"];
export type Scopes = ApiToken["scopes"][number];

export type Project = Schemas["ProjectShown"];
export type ProjectSettings = Schemas["ProjectSettings"];
export type Person = Schemas["PersonShown"];
export type Invited = Schemas["PersonAdded"];
export type Team = Schemas["TeamShown"];

/** A number about labels with its interval, or the reason why there is none. */
export type Estimate = Schemas["EstimateShown"];
export type Quality = Schemas["QualityShown"];
export type TaskQuality = Schemas["TaskQuality"];
/** Two labels given to the same items. */
export type Confusion = Schemas["ConfusionShown"];
export type Disputed = Schemas["DisputedShown"];
export type LabelQuality = Schemas["LabelQuality"];

export type Clause = Schemas["ClauseShown"];
export type Label = Schemas["LabelShown"];
export type Task = Schemas["TaskShown"];
export type Kind = Task["kind"];
export type GuidelineContent = Pick<Schemas["VersionShown"], "name"> & { clauses: Clause[]; tasks: Task[] };
export type GuidelineVersion = Omit<Schemas["VersionShown"], "tasks"> & { tasks: Task[] };
export type GuidelineRow = Schemas["VersionListed"];
export type Change = Schemas["ChangeShown"];
/** A stretch of text that stayed, went or came. */
export type Piece = Schemas["Piece"];

export type Job = Schemas["JobShown"];
export type JobState = Job["state"];
export type Received = Schemas["Received"];
export type ImportStarted = Schemas["ImportStarted"];
export type Upload = Schemas["UploadShown"];
export type RejectedRow = Schemas["RejectedShown"];
export type Notice = Schemas["NoticeShown"];
export type PreviewedFile = Schemas["FileShown"];
export type Preview = Schemas["PreviewShown"];
export type ImportOptions = Required<Schemas["ImportOptions"]>;

export type Assignment = Schemas["AssignmentShown"];
export type AssignmentListed = Schemas["AssignmentListed"];
export type Lease = Schemas["LeaseShown"];
export type Conversation = Schemas["ConversationAtHand"];
/** What one speaker says at a stretch; seconds are null where they are not known. */
export type Turn = Schemas["TurnAtHand"];
export type Guideline = Schemas["GuidelineShown"];
export type Returned = Schemas["ReturnedShown"];
export type TaskAnswer = Schemas["AnswerShown"];
/** The value given to a task: a label or a text, several labels, a number, or marks. */
export type Answer = TaskAnswer["answer"];
export type Mark = Extract<Extract<Answer, unknown[]>[number], object>;
/** What is submitted; the workbench always says what was answered, if only nothing. */
export type Submission = Omit<Schemas["SubmissionGiven"], "answers"> & { answers: TaskAnswer[] };
export type PeakFacts = Schemas["PeaksThere"];
export type PeakLevel = Schemas["PeakLevel"];

export type OpenReview = Schemas["WaitingShown"];
export type Case = Schemas["CaseShown"];
export type ReviewedTask = Schemas["TaskBeside"];
export type ReviewedAnswer = Schemas["AnswerBeside"];
export type Decision = Schemas["DecisionGiven"];
export type AgreedAccepted = Schemas["AgreedAccepted"];
