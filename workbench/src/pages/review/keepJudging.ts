import { aboutReview } from "../../domain/verdict";
import type { Scope } from "../../scope/scope";
import { keepingOf } from "../../state/outbox";
import type { Judging } from "./judging";

const nameOf = ({ item, task }: Judging) => aboutReview(item, task.name);

/** Keep what is being decided on this machine, and take it up again after a reload. */
export function keepJudging(scope: Scope, judging: Judging, user: string, project: string): void {
  const { drafts } = keepingOf(user);
  const assignment = nameOf(judging);
  const keep = () => {
    if (scope.ended) return;
    const { verdict, clause, reason } = judging.state.get();
    drafts.keep({ assignment, user, project, answers: judging.own.given.answers, comment: reason, clause, seconds: 0, shown: null, verdict });
  };
  void drafts.find(assignment, user).then((kept) => {
    if (scope.ended) return;
    if (kept) judging.takeUp({ verdict: kept.verdict ?? null, clause: kept.clause, reason: kept.comment }, kept.answers);
    scope.own(judging.own.steps.subscribe(() => judging.ownChanged()));
    scope.own(judging.state.subscribe(keep));
    scope.own(judging.own.steps.subscribe(keep));
  });
}
