import { useEffect, useMemo, useState } from "react";
import { lanesOf } from "../../domain/lanes";
import type { Segment } from "../../domain/segments";
import type { Conversation } from "../../domain/work";
import { useStore } from "../../state/store";
import { did } from "../answering/did";
import type { Segmenting } from "../segments/segmenting";
import type { Scene } from "../waveform/scene";
import type { Heard } from "../waveform/stage";
import { sceneOf } from "./scenes";

/** The segments being edited as a scene: as they are, or as a drag that is under way would make them. */
export function useSegmentScene(conversation: Conversation, segmenting: Segmenting): { scene: Scene; heard: Heard; speakers: string[] } {
  const [preview, setPreview] = useState<readonly Segment[] | null>(null);
  const { now } = useStore(segmenting.answering.steps);
  const { id } = useStore(segmenting.chosen);
  const draft = now.answers[segmenting.task.name];
  const all = draft?.shape === "segments" ? draft.segments : NONE;
  const lanes = useMemo(() => lanesOf(conversation, all), [conversation, all]);
  useEffect(() => segmenting.in(lanes, conversation.seconds ?? 0), [segmenting, lanes, conversation]);
  const { labels } = segmenting.task;
  const scene = useMemo(
    () => sceneOf({ conversation, lanes, segments: preview ?? all, labels, selected: id, editable: true }),
    [conversation, lanes, preview, all, labels, id],
  );
  const heard = useMemo((): Heard => ({
    preview: (intent) => {
      if (intent?.what === "seek") segmenting.player.seek(intent.time);
      setPreview(intent && intent.what !== "seek" ? segmenting.dragged(intent) : null);
    },
    done: (intent) => did(segmenting.commit(intent)),
  }), [segmenting]);
  const speakers = useMemo(() => lanes.flatMap(({ speaker }) => (speaker === null ? [] : [speaker])), [lanes]);
  return { scene, heard, speakers };
}

const NONE: readonly Segment[] = [];
