import { counted, number } from "../../domain/figures";

export const text = {
  title: "Projects",
  loading: "Loading your projects",
  make: "New project",
  name: "Name",
  nameHint: "You can change it later.",
  makeIt: "Make it",
  cancel: "Cancel",
  made: (name: string) => `${name} is there. Now bring in what is to be labelled.`,
  none: "No project yet",
  noneMaker: "Make one: then drop a folder of calls or a label file on it.",
  noneOther: "Whoever runs a project can take you into it; they need your login. It will be here then.",
  empty: "Drop a folder of calls or a label file here",
  emptyHow: "or choose files on the import page. Tables, exports of other tools, RTTM and audio are recognised.",
  goImport: "Go to import",
  progress: (name: string) => `Items of ${name} that are done`,
  counts: (done: number, items: number, answers: number, people: number) =>
    items === 0 ? "nothing to label yet" : `${number(done)} of ${counted(items, "item")} · ${counted(answers, "answer")} · ${counted(people, "person", "people")}`,
  axes: { correctness: "Correctness", consistency: "Consistency", usability: "Usability" },
  scaleNote: (low: string, high: string) =>
    `Consistency is Krippendorff's alpha of each task with its 95 % interval: 0 is what answers dealt at random would show, 1 is full agreement. All bars run from ${low} to ${high}${low === "0" ? "" : "; the upright line is 0"}.`,
  measuring: "measuring …",
  notForYou: "not for your role",
  failed: "could not be read",
  role: (role: string) => `you: ${role}`,
} as const;
