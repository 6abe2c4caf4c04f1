// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/command/plan.h"

#include <QList>
#include <QString>

#include <optional>

// What people do where no plan can: a service's runbook, Markdown in the workspace. Values and pure functions.
namespace astern::runbook {

inline constexpr qint64 kMostBytes = 256 << 10;

// A step that is ticked: "- [ ] Call the provider". `key` follows from its text and how often that stands before it, so
// that it stays the same when lines are added elsewhere.
struct Step {
    int line = 0; // of the text, from 0
    QString text; // plain, without its mark
    QString key;  // 16 hexadecimal digits
    bool operator==(const Step &) const = default;
};

// A link that opens a plan for review: "astern:rollback", "astern:flag/NAME/off", "astern:flag/NAME/on",
// "astern:config/ID", "astern:pause", "astern:resume", "astern:abort", "astern:promote", "astern:mitigate".
struct PlanLink {
    PlanKind kind = PlanKind::Rollback;
    QString name; // of a flag or configuration set; empty: of the place itself
    bool operator==(const PlanLink &) const = default;
};
// Absent: the address is none of these.
[[nodiscard]] std::optional<PlanLink> planLink(const QString &address);

struct Runbook {
    QString file; // as the workspace names it
    QString text;
    QString digest; // SHA-256, hexadecimal
    QList<Step> steps;
    bool operator==(const Runbook &) const = default;
};

// Reads a file that is inside the workspace's folder, whatever links lead where. Refused: another place, an address of
// the web, a folder or device, more than kMostBytes, what is no UTF-8.
[[nodiscard]] Result<Runbook> readRunbook(const QString &folder, const QString &file);
[[nodiscard]] Runbook parseRunbook(const QString &file, const QByteArray &text);

// The text as it is shown, with the steps ticked that are done: a link "astern:step/<key>" each. Raw HTML is shown as
// text, images as their words: nothing is fetched.
[[nodiscard]] QString shownText(const Runbook &runbook, const QStringList &done);

} // namespace astern::runbook
