// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/ship.h"
#include "models/rollout/connectiontest.h"
#include "models/workspace/journalconfig.h"

namespace astern::connectors {

// A copy of the log in a file, on a disk that is not this one's (see CopyFile). Its answer is an acknowledgement: the
// entry is on that medium. Writes on a thread of its own, since a medium may take its time.
[[nodiscard]] std::unique_ptr<JournalSink> makeFileSink(const SinkConfig &config);
// Whether it could be written. Changes nothing.
[[nodiscard]] std::unique_ptr<ConnectionTest> makeFileTest(const SinkConfig &config);

} // namespace astern::connectors
