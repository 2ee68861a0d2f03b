import { defineAction } from "../../actions/action";
import { EVERYWHERE } from "../../actions/conflicts";
import { signOut } from "../../api/session";

export const leave = defineAction<unknown>({
  id: "app.sign-out", name: "Sign out", group: EVERYWHERE, keys: [], undo: "none",
  run: async () => {
    await signOut();
    // A full load: nothing of this person is left in the page's memory.
    window.location.assign("/sign-in");
  },
});
