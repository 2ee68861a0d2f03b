// The mock's own small router. A routes file calls `on(method, pattern, answer)`; answer({params, query, body, request, user}) returns
// JSON, or throws refuse(status, code, message).
const routes = [];

export function on(method, pattern, answer) {
  const names = [];
  const source = pattern.replace(/:(\w+)/g, (_, name) => (names.push(name), "([^/]+)"));
  routes.push({ method, test: new RegExp(`^${source}$`), names, answer });
}

export class Refusal extends Error {
  constructor(status, code, message, field = null, facts = undefined) {
    super(message);
    Object.assign(this, { status, code, field, facts });
  }
}

export const refuse = (...facts) => new Refusal(...facts);

export function find(method, path) {
  for (const route of routes) {
    const found = route.method === method && route.test.exec(path);
    if (found) return { answer: route.answer, params: Object.fromEntries(route.names.map((name, i) => [name, decodeURIComponent(found[i + 1])])) };
  }
  return null;
}
