// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/http.h"
#include "connectors/prometheus/promdecode.h"
#include "models/workspace/firstworkspace.h"

#include <QObject>

namespace astern::connectors {

// Which of the known metrics a Prometheus has samples of now, with the combinations of their telling labels: each is
// asked for by a query, so what is found is what a signal would get. Asks and answers on one thread, exactly once.
class PromInventory : public QObject {
    Q_OBJECT
public:
    PromInventory(const QUrl &address, HttpOptions options, QObject *parent = nullptr);
    // An error when one of the questions was not answered: half an answer would be taken for the whole.
    void start(Done<QList<FoundMetric>> done);
    // Type of the backend that it is in a workspace, once it has answered.
    [[nodiscard]] QString type() const { return m_type; }

private:
    void ask();
    void answered(const Result<HttpResponse> &result);

    const QUrl m_address;
    HttpClient m_client;
    PromDecoder m_decoder;
    Done<QList<FoundMetric>> m_done;
    QStringList m_waiting;
    QList<FoundMetric> m_found;
    QString m_type = QStringLiteral("prometheus");
};

} // namespace astern::connectors
