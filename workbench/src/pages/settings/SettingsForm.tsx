import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { changeProject } from "../../api/projects";
import type { Project, ProjectSettings } from "../../api/types";
import { queries } from "../../state/queries";
import { tell } from "../../state/toasts";
import { remember } from "../../state/undo";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { about, elsewhere } from "../../ui/fieldErrors";
import { Trouble } from "../../ui/Notice";
import { text } from "./text";
import styles from "./Settings.module.css";

type Numbers = "overlap" | "lease_minutes" | "context_turns";

const NUMBERS: readonly { name: Numbers; label: string; hint: string; min: number; max: number }[] = [
  { name: "overlap", label: text.overlap, hint: text.overlapHint, min: 1, max: 50 },
  { name: "lease_minutes", label: text.lease, hint: text.leaseHint, min: 1, max: 1440 },
  { name: "context_turns", label: text.context, hint: text.contextHint, min: 0, max: 1000 },
];

interface Form {
  name: string;
  settings: ProjectSettings;
}

/** The settings of a project, saved together and taken back together. */
export function SettingsForm({ project }: { project: Project }) {
  const before: Form = { name: project.name, settings: project.settings };
  const [form, setForm] = useState(before);
  const client = useQueryClient();
  const send = async ({ name, settings }: Form) => {
    const changed = await changeProject(project.id, { name: name.trim(), settings });
    client.setQueryData(queries.project(project.id).queryKey, changed);
    void client.invalidateQueries(queries.projects());
  };
  const saving = useMutation({
    mutationFn: () => send(form),
    onSuccess: () => {
      const undo = {
        what: text.back,
        run: async () => {
          await send(before);
          setForm(before);
        },
      };
      remember(undo);
      tell(text.saved, { tone: "good", undo });
    },
  });
  const set = (more: Partial<ProjectSettings>) => setForm((now) => ({ ...now, settings: { ...now.settings, ...more } }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  const { error } = saving;
  const unchanged = JSON.stringify(form) === JSON.stringify(before);
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextField label={text.name} dir="auto" maxLength={200} required value={form.name} onChange={({ target }) => setForm((now) => ({ ...now, name: target.value }))} error={about(error, "name")} />
      <section>
        <h2>{text.work}</h2>
        <div className={styles.fields}>
          {NUMBERS.map(({ name, label, hint, min, max }) => (
            <TextField
              key={name} label={label} hint={hint} type="number" inputMode="numeric" required min={min} max={max} step={1}
              value={Number.isNaN(form.settings[name]) ? "" : form.settings[name]} onChange={({ target }) => set({ [name]: target.valueAsNumber })}
              error={about(error, `settings.${name}`)}
            />
          ))}
          <TextField label={text.language} hint={text.languageHint} required pattern="[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*" spellCheck={false} value={form.settings.language} onChange={({ target }) => set({ language: target.value })} error={about(error, "settings.language")} />
        </div>
      </section>
      <Trouble error={elsewhere(error, "name", "settings.language", ...NUMBERS.map(({ name }) => `settings.${name}`))} />
      <div><Button type="submit" look="main" busy={saving.isPending} disabled={unchanged}>{text.save}</Button></div>
    </form>
  );
}
