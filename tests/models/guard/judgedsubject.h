// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/subject.h"
#include "models/policy/canonicalform.h"
#include "models/policy/reader.h"

namespace astern::test {

// A canary of checkout in prod/eu-1, told by the label v, under the policy of this text.
inline guard::Subject subjectUnder(const QByteArray &text, qint64 startMs)
{
    const QString name = QStringLiteral("p.yaml");
    policy::Reading reading = policy::readText(text, name);
    if (!reading.policy)
        qFatal("%s", qPrintable(reading.issues.value(0).toString()));
    guard::Subject made;
    made.id = QStringLiteral("checkout@prod/eu-1#new@1");
    made.judged = {.id = made.id,
                   .startMs = startMs,
                   .newLabels = {{QStringLiteral("v"), QStringLiteral("new")}},
                   .stableLabels = {{QStringLiteral("v"), QStringLiteral("old")}},
                   .sameSlots = {}};
    const QString digest = policy::digestOf(*reading.policy);
    made.policies = {{.name = name,
                      .text = text,
                      .digest = digest,
                      .policy = std::make_shared<const policy::Policy>(std::move(*reading.policy)),
                      .issues = {}}};
    return made;
}

} // namespace astern::test
