/** Mounts the panel into the page that the extension makes for it. */

import { createRoot } from 'react-dom/client';

createRoot(document.body).render(<p>…</p>);
