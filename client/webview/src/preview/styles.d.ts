/** A style sheet as text, for a part of a page that has a style of its own. */
declare module '*.css' {
  const text: string;
  export default text;
}
