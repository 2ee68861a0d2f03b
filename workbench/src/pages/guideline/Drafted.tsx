import { keysOf } from "../../actions/registry";
import type { GuidelineVersion } from "../../api/types";
import { Page } from "../../app/Page";
import { tell } from "../../state/toasts";
import { remember } from "../../state/undo";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { publishDraft } from "./actions";
import { Editor } from "./Editor";
import { text } from "./text";
import type { Draft, Drafting } from "./useDraft";

interface Props {
  draft: Draft;
  drafting: Drafting;
  inForce: GuidelineVersion | null;
  ready: boolean;
  onPublish: () => void;
  onLeave: () => void;
}

/** The page while a draft is being written. */
export function Drafted({ draft, drafting, inForce, ready, onPublish, onLeave }: Props) {
  const discard = () => {
    drafting.discard();
    onLeave();
    const undo = { what: text.discarded, run: () => drafting.restore(draft) };
    remember(undo);
    tell(text.thrown, { undo });
  };
  const buttons = (
    <>
      <Button look="quiet" onClick={discard}>{text.discard}</Button>
      {inForce ? <Button onClick={onLeave}>{text.read}</Button> : null}
      <Button look="main" disabled={!ready} hotkey={keysOf(publishDraft)[0]} onClick={onPublish}>{text.publish}</Button>
    </>
  );
  return (
    <Page title={text.draftTitle} lead={drafting.kept ? text.kept : undefined} actions={buttons} sticky>
      {drafting.kept ? null : <Notice tone="bad">{text.unkept}</Notice>}
      <Editor draft={draft} drafting={drafting} published={inForce} />
    </Page>
  );
}
