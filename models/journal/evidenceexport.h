// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/bundle.h"
#include "models/journal/evidence.h"
#include "models/journal/journal.h"
#include "models/journal/keystore.h"

#include <atomic>
#include <memory>
#include <thread>

namespace astern {

// Makes evidence bundles from a journal's files, on a thread of its own. Calls come from one thread.
class EvidenceExport final : public EvidenceDoor {
public:
    struct Parts {
        QString folder; // of the journal
        Journal *journal = nullptr;
        std::shared_ptr<KeyStore> keys;
        QMap<QByteArray, QByteArray> documents; // see Bundle::Parts
        // Documents that entries name by their hash; may be empty. Asked on the export's thread.
        std::function<Bundle::EvidenceOf(const EvidenceQuestion &)> evidence;
    };
    explicit EvidenceExport(Parts parts) : m_parts(std::move(parts)) {}
    ~EvidenceExport() override; // gives up what is under way

    void run(const EvidenceQuestion &question, Progress progress, Done<EvidenceWritten> done) override;
    void cancel() override { m_stop = true; }

private:
    [[nodiscard]] Result<EvidenceWritten> make(const EvidenceQuestion &question, const Progress &progress);
    [[nodiscard]] Result<Receipt> record(const EvidenceQuestion &question, const Bundle::Request &request,
                                         const QByteArray &tar, qsizetype documents);

    Parts m_parts;
    std::thread m_thread;
    std::atomic<bool> m_runs = false;
    std::atomic<bool> m_stop = false;
};

} // namespace astern
