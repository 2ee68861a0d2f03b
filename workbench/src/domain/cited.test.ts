import { expect, test } from "vitest";
import { read, written, type Remark } from "./cited";

const REMARKS: Remark[] = [{ comment: "", clause: null }, { comment: "hm", clause: null }, { comment: "", clause: "1.1" }, { comment: "[sic] hm", clause: "2" }];

test("what is written is read back, whatever became of the item", () => {
  for (const outcome of ["answered", "skipped", "defective"] as const) {
    for (const remark of REMARKS) expect(read(written(remark, outcome))).toEqual(remark);
  }
});

test("with an answer the clause is no part of the comment", () => {
  expect(written({ comment: "hm", clause: "1.1" }, "answered")).toEqual({ comment: "hm", clauses: ["1.1"] });
});
