// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cli.h"
#include "app/crashnote.h"
#include "app/processend.h"
#include "app/unixsignals.h"

#include <QCoreApplication>

#include <cstdio>
#include <unistd.h>

static int run(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("astern"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ASTERN_VERSION));
    astern::app::installUnixSignals();
    QTextStream out(stdout);
    QTextStream err(stderr);
    return astern::app::runCli(QCoreApplication::arguments().mid(1), {out, err, isatty(fileno(stderr)) != 0});
}

int main(int argc, char *argv[])
{
    astern::app::installCrashNote("asternctl");
    astern::app::endProcess(run(argc, argv));
}
