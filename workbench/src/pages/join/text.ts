export const text = {
  title: "Welcome to Earmark",
  lead: "Choose a password. You will sign in with it from now on.",
  password: "Password",
  hint: "10 characters or more. A few words in a row are easy to remember and hard to guess.",
  again: "The same once more",
  differ: "The two are not the same.",
  short: (missing: number) => `${missing} more ${missing === 1 ? "character" : "characters"}.`,
  submit: "Join",
  noToken: "This link is not whole",
  noTokenWhy: "Open the link exactly as you were given it, or ask for a new one.",
} as const;
