// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QTextStream>

namespace astern::app {

// Where a verb writes. Text for people or JSON for programs goes to `out`, errors and progress to `err`.
struct Streams {
    QTextStream &out;
    QTextStream &err;
    bool terminal = false; // err is a terminal: progress may be drawn, questions may be asked
};

// One verb of asternctl: one file, one function. `args` are without the verb itself.
struct Verb {
    QString name;
    QString summary;
    int (*run)(const QStringList &args, Streams streams);
};
[[nodiscard]] const QList<Verb> &verbs();

// The whole command line; `args` without the program name. Needs a QCoreApplication.
int runCli(const QStringList &args, Streams streams);

} // namespace astern::app
