/* A screen that cannot be shown: it is asked for again when something changes, for then it may be mended. */

import { onChange, whenBack } from "./core.js";

const again = () => location.reload();

document.getElementById("again").addEventListener("click", again);
onChange(again);
whenBack(again);
