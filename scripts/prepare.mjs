/** After `npm ci`: builds where that is possible, so that the first start is quick. A failure is shown by the start, which builds again. */
import { build, canBuild } from './build.mjs';

if (canBuild()) build();
