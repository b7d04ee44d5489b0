/** Resets the locale to English before each test file. */

import * as l10n from '@vscode/l10n';

l10n.config({ contents: {} });
