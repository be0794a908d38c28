/** Which key means which label: 1-9 for folders in order, 0 for the first that stays, and a letter each. Pure. */

/**
 * @typedef {{digit: string, letter: string}} LabelKeys empty where there is none
 * @param {{name: string, negative: boolean}[]} labels
 * @returns {LabelKeys[]} in label order
 */
export function chooseKeys(labels) {
  const digits = chooseDigits(labels);
  const letters = chooseLetters(labels, digits);
  return digits.map((digit, i) => ({ digit, letter: letters[i] }));
}

/**
 * The label that a key means, or -1.
 * @param {LabelKeys[]} keys
 * @param {string} key as in KeyboardEvent.key
 */
export function labelOfKey(keys, key) {
  const wanted = key.toLowerCase();
  return wanted ? keys.findIndex(({ digit, letter }) => digit === wanted || letter === wanted) : -1;
}

/** The key to show for a label: its digit, else its letter. @param {LabelKeys} keys */
export function shownKey({ digit, letter }) {
  return digit || letter;
}

function chooseDigits(labels) {
  let folders = 0;
  let negatives = 0;
  return labels.map(({ negative }) => {
    if (negative) return negatives++ ? "" : "0";
    return folders < 9 ? String(++folders) : "";
  });
}

/** Labels without a digit choose first: the letter is all they have. */
function chooseLetters(labels, digits) {
  const letters = labels.map(() => "");
  const inTurn = [...labels.keys()].sort((a, b) => Number(digits[a] !== "") - Number(digits[b] !== "") || a - b);
  for (const i of inTurn) {
    const own = [...labels[i].name.toLowerCase()].filter((letter) => letter >= "a" && letter <= "z");
    letters[i] = [...own, ..."abcdefghijklmnopqrstuvwxyz"].find((letter) => !letters.includes(letter)) ?? "";
  }
  return letters;
}
