import { useState, type ReactNode } from "react";
import { useActions } from "../../actions/useActions";
import { agree, groups } from "../../domain/compare";
import { speakersOf } from "../../domain/lanes";
import { targetOf } from "../../domain/work";
import { did } from "../../editors/answering/did";
import { TaskForm } from "../../editors/answering/TaskForm";
import { useAnswerKeys } from "../../editors/answering/useAnswerKeys";
import { useEditing } from "../../editors/answering/useEditing";
import { LabelSearch } from "../../editors/labels/LabelSearch";
import { labelsOf } from "../../editors/labels/ChoiceEditor";
import { pressLabel } from "../../editors/labels/press";
import type { Player } from "../../editors/player/player";
import { useMarkedTexts } from "../../editors/spans/TargetText";
import { useItemSound, useSoundKeys } from "../../editors/sound/useItemSound";
import { Turns } from "../../editors/turns/Turns";
import { useStore } from "../../state/store";
import { Notice } from "../../ui/Notice";
import * as actions from "./actions";
import type { Case } from "./calls";
import { BackTo } from "./BackTo";
import { Cards } from "./Cards";
import { CaseSound } from "./CaseSound";
import { Decide } from "./Decide";
import { Grounds } from "./Grounds";
import type { Judging } from "./judging";
import { Parting } from "./Parting";
import { TaskTabs } from "./TaskTabs";
import { text } from "./text";
import type { Deciding } from "./useDeciding";
import styles from "./Review.module.css";

const ACTIONS = [
  actions.acceptA, actions.acceptB, actions.acceptC, actions.acceptD, actions.acceptE, actions.acceptF, actions.other, actions.sendBack,
  actions.next, actions.nextWhileTyping, actions.later, actions.previous, actions.cite, actions.writeReason,
];

interface Props {
  found: Case;
  deciding: Deciding;
  judging: Judging;
  standing: string;
  /** What all agree on, to be accepted at once. */
  agreed: ReactNode;
  onLater: () => void;
  onPrevious: () => void;
}

/** One case: the conversation, the answers to one of its tasks, and the decision. */
export function CaseView({ found, deciding, judging, standing, agreed, onLater, onPrevious }: Props) {
  const { conversation, guideline } = found;
  const { verdict } = useStore(judging.state);
  const [own, setOwn] = useState(false);
  const [open, setOpen] = useState<"clauses" | "search" | null>(null);
  const { player, stage, turn } = useItemSound(found);
  const { spanning, segmenting } = useEditing(found, judging.own, player);
  const giving = own || verdict?.decision === "other";
  const at: actions.AtCase = {
    answers: judging.answers.length, hasClauses: guideline.clauses.length > 0,
    accept: (index) => judging.accept(index), other: () => { setOwn(!giving); return null; },
    sendBack: () => judging.sendBack(),
    next: deciding.goOn, later: onLater, previous: onPrevious,
    cite: () => setOpen("clauses"), writeReason: focusReason,
  };
  const contents = useMarkedTexts(giving ? spanning : null);
  useSoundKeys(found, player, stage, turn, giving ? segmenting : null);
  useAnswerKeys(judging.own, giving ? spanning : null, giving ? segmenting : null, () => setOpen("search"));
  useActions(ACTIONS, at);
  return (
    <div className={`${styles.case} ${judging.task.kind === "segments" ? styles.segmenting : ""}`} data-case={found.item}>
      <div className={styles.sound}><CaseSound conversation={conversation} player={player} stage={stage} judging={judging} segmenting={giving ? segmenting : null} /></div>
      <div className={styles.turns}>
        <Turns conversation={conversation} player={player} contents={contents} />
      </div>
      <Side found={found} deciding={deciding} judging={judging} player={player} giving={giving} editing={{ spanning, segmenting }} picking={open === "clauses"} onPick={() => setOpen("clauses")} onPicked={() => setOpen(null)} />
      <Decide judging={judging} deciding={deciding} standing={standing} agreed={agreed} at={at} giving={giving} />
      {open === "search" ? <LabelSearch labels={labelsOf(judging.task)} onChoose={(label) => did(pressLabel(judging.own, judging.task, label))} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

interface SideProps extends Pick<Props, "found" | "deciding" | "judging"> {
  player: Player;
  giving: boolean;
  editing: ReturnType<typeof useEditing>;
  picking: boolean;
  onPick: () => void;
  onPicked: () => void;
}

/** Beside the conversation: the answers, one's own, and what decides. */
function Side({ found, deciding, judging, player, giving, editing, picking, onPick, onPicked }: SideProps) {
  const { conversation, guideline } = found;
  const { task, answers, own } = judging;
  // Labels are few and have keys: they need no opening.
  const shown = giving || own.draft(task).shape === "choice";
  return (
    <div className={styles.side} data-scrolls>
      <TaskTabs found={found} deciding={deciding} />
      <Why judging={judging} />
      <Cards judging={judging} target={targetOf(found)?.text ?? null} turnText={(position) => conversation.turns.find((turn) => turn.position === position)?.text ?? ""} />
      {task.kind === "segments" ? <Parting answers={answers} player={player} /> : null}
      {shown ? <TaskForm answering={own} {...editing} speakers={speakersOf(conversation, editing.segmenting?.all ?? [])} /> : null}
      <BackTo judging={judging} />
      <Grounds judging={judging} clauses={guideline.clauses} picking={picking} onPick={onPick} onPicked={onPicked} />
      {deciding.lacking ? <Notice tone="warn">{deciding.lacking}</Notice> : null}
    </div>
  );
}

function Why({ judging }: { judging: Judging }) {
  const values = judging.answers.map(({ answer }) => answer);
  const different = agree(values) ? 1 : new Set(groups(values)).size;
  return (
    <div>
      <h2 dir="auto" className={styles.question}>{judging.task.question}</h2>
      <p className={styles.why}>{text.why(values.length, different)}</p>
    </div>
  );
}

function focusReason(): void {
  document.querySelector<HTMLElement>("[data-reason]")?.focus();
}
