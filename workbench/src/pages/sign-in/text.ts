export const text = {
  title: "Sign in to Earmark",
  login: "Login",
  password: "Password",
  submit: "Sign in",
  forgot: "Forgot it, or no account yet? Whoever runs this installation can give you a link.",
} as const;
