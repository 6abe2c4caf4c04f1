// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/journal.h"

// Here and not in one file for the whole library, so that who uses the journal links nothing else.
#include "moc_journal.cpp"
