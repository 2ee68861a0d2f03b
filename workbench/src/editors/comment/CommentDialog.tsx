import { useState } from "react";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { LongTextField } from "../../ui/Field";
import { text } from "./text";

interface Props {
  comment: string;
  /** Told with every letter, so that a crash loses none. */
  onWrite: (comment: string) => void;
  onClose: () => void;
}

/** A comment on the item, for those who review it. */
export function CommentDialog({ comment, onWrite, onClose }: Props) {
  const [before] = useState(comment);
  const cancel = () => {
    onWrite(before);
    onClose();
  };
  const feet = (
    <>
      <Button look="quiet" onClick={cancel}>{text.cancel}</Button>
      <Button type="submit" look="main" hotkey="Ctrl+Enter">{text.done}</Button>
    </>
  );
  return (
    <Dialog title={text.commentTitle} onClose={onClose} onSubmit={onClose} feet={feet}>
      <LongTextField
        label={text.comment} hint={text.commentHint} rows={4} maxLength={1900} dir="auto" autoFocus value={comment} onChange={(event) => onWrite(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          onClose();
        }}
      />
    </Dialog>
  );
}
