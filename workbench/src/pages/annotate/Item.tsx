import { useEffect } from "react";
import { targetOf } from "../../domain/work";
import { did } from "../../editors/answering/did";
import { TaskForm } from "../../editors/answering/TaskForm";
import { useAnswerKeys } from "../../editors/answering/useAnswerKeys";
import { useEditing } from "../../editors/answering/useEditing";
import { ClausePicker } from "../../editors/comment/ClausePicker";
import { CommentDialog } from "../../editors/comment/CommentDialog";
import { labelsOf } from "../../editors/labels/ChoiceEditor";
import { LabelSearch } from "../../editors/labels/LabelSearch";
import { pressLabel } from "../../editors/labels/press";
import { speakersOf } from "../../domain/lanes";
import { EditedSound, HeardSound } from "../../editors/sound/ItemSound";
import { useItemSound, useSoundKeys } from "../../editors/sound/useItemSound";
import { useMarkedTexts } from "../../editors/spans/TargetText";
import { peaksAgain } from "../../editors/waveform/usePeaks";
import { Turns } from "../../editors/turns/Turns";
import { useActions } from "../../actions/useActions";
import { useStore } from "../../state/store";
import { announce } from "../../ui/Announcer";
import * as actions from "./actions/item";
import type { Desk } from "./desk";
import { Foot } from "./Foot";
import { ItemNotices } from "./ItemNotices";
import { SkipDialog } from "./SkipDialog";
import { useItem } from "./useItem";
import type { Work } from "./work";
import styles from "./Annotate.module.css";

interface Props {
  project: string;
  user: string;
  desk: Desk;
  work: Work;
  given: number;
}

const ACTIONS = [actions.submit, actions.submitWhileTyping, actions.back, actions.skip, actions.comment, actions.cite];

/** One item in its conversation, and what is asked about it. */
export function Item({ project, user, desk, work, given }: Props) {
  const { assignment, answering } = work;
  const { conversation } = assignment;
  const { player, stage, turn } = useItemSound(assignment, () => heardLonger(desk, conversation.peaks));
  const { spanning, segmenting } = useEditing(assignment, answering, player);
  const contents = useMarkedTexts(spanning);
  const item = useItem(desk, work);
  useActions(ACTIONS, item.at);
  useSoundKeys(assignment, player, stage, turn, segmenting);
  useAnswerKeys(answering, spanning, segmenting, item.searchLabels);
  useEffect(() => announce(targetOf(assignment)?.text ?? ""), [assignment]);
  const sound = { conversation, player, stage };
  const form = { answering, spanning, segmenting, speakers: speakersOf(conversation, segmenting?.all ?? []) };
  return (
    <div className={`${styles.item} ${segmenting ? styles.segmenting : ""}`} data-item={work.id}>
      <div className={styles.sound}>
        {conversation.audio === null ? null : segmenting ? <EditedSound {...sound} segmenting={segmenting} /> : <HeardSound {...sound} />}
      </div>
      <div className={styles.turns}>
        <Turns conversation={conversation} player={player} contents={contents} onShown={(shown) => work.saw(shown)} />
      </div>
      <div className={styles.side} data-scrolls>
        <ItemNotices work={work} tried={item.tried} />
        <TaskForm {...form} />
      </div>
      <Foot project={project} user={user} work={work} given={given} item={item.at} />
      <Dialogs work={work} item={item} />
    </div>
  );
}

/** Keep the item, so that its sound is given again. */
async function heardLonger(desk: Desk, peaks: string | null): ReturnType<Desk["beat"]> {
  const kept = await desk.beat();
  if (kept === "held" && peaks !== null) peaksAgain(peaks);
  return kept;
}

function Dialogs({ work, item }: { work: Work; item: ReturnType<typeof useItem> }) {
  const { answering, assignment } = work;
  const { open, close } = item;
  const { comment, clause } = useStore(answering.steps).now;
  const { task } = answering;
  if (open === "skip") return <SkipDialog onSkip={item.skip} onClose={close} />;
  if (open === "comment") return <CommentDialog comment={comment} onWrite={item.write} onClose={close} />;
  if (open === "clauses") return <ClausePicker clauses={assignment.guideline.clauses} cited={clause} onCite={item.cite} onClose={close} />;
  if (open === "search" && task) return <LabelSearch labels={labelsOf(task)} onChoose={(label) => did(pressLabel(answering, task, label))} onClose={close} />;
  return null;
}
