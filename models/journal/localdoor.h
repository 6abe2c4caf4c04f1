// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

namespace astern {

class LocalJournal;

// The door through which processes of the same user that do not own the journal reach the one that does. They
// send drafts; an answer goes out only after the entry is on disk.
class LocalDoor {
public:
    virtual ~LocalDoor() = default; // closed before the journal behind it goes
    // Serves `owner` until this door is destroyed.
    virtual Result<Ok> open(LocalJournal &owner) = 0;
};

} // namespace astern
