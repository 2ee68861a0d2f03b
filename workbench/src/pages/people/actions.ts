import { defineAction } from "../../actions/action";

export const invitePerson = defineAction<{ open: () => void }>({
  id: "people.invite", name: "Invite somebody", group: "People", keys: ["N"], undo: "none",
  run: ({ open }) => open(),
});
