// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    astern::bench::removeFoldersOnInterrupt();
    const QCoreApplication application(argc, argv);
    astern::bench::removeLeftFolders();
    astern::bench::Suite suite;
    astern::bench::addPrometheus(suite);
    astern::bench::addJournal(suite);
    return suite.run(QCoreApplication::arguments());
}
