/** The layouts of the panel: their worker's script is fetched once, from where the page says it is. */

import { useEffect, useState } from 'react';
import { Layouts } from './layouts.ts';
import { workerStarter } from './startWorker.ts';

/** Undefined until the script is there. */
export function useLayouts(onTrouble: (reason: unknown) => void): Layouts | undefined {
  const [layouts, setLayouts] = useState<Layouts>();
  useEffect(() => {
    let made: Layouts | undefined;
    let isWanted = true;
    const start = async () => {
      const startWorker = await workerStarter(document.body.dataset.layoutWorker ?? '');
      if (!isWanted) return;
      made = new Layouts(startWorker);
      setLayouts(made);
    };
    start().catch(onTrouble);
    return () => {
      isWanted = false;
      made?.close();
    };
  }, [onTrouble]);
  return layouts;
}
