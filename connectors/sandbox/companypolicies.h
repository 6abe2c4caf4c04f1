// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace astern::connectors::sandbox {

// One of the policies that the company lives by.
struct CompanyPolicy {
    QString id;      // and its file: policies/ID.yaml
    QString service; // that it applies to
    QByteArray yaml;
};
// For series that are scraped every `scrapeMs` by the backend "prom".
[[nodiscard]] QList<CompanyPolicy> companyPolicies(int scrapeMs);

} // namespace astern::connectors::sandbox
