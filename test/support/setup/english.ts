/** Every test file begins in English, whatever language the one before it in the same worker was in. */

import * as l10n from '@vscode/l10n';

l10n.config({ contents: {} });
