// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"
#include "company.h"

#include "ui/theme/theme.h"

#include <QApplication>

#include <cstdlib>
#include <string_view>

int main(int argc, char **argv)
{
    // The other side of P5, P10, P12 and P13, started by itself.
    if (argc == 4 && std::string_view(argv[1]) == "--serve")
        return astern::bench::serveCompany(argv[2], std::atoi(argv[3]));
    astern::bench::removeFoldersOnInterrupt();
    qputenv("QT_QPA_PLATFORM", "offscreen"); // nobody looks, and a screen would be measured, too
    QApplication application(argc, argv);
    astern::ui::Theme theme;
    theme.install(application);
    astern::bench::removeLeftFolders();
    astern::bench::Suite suite;
    astern::bench::addPrometheus(suite);
    astern::bench::addPolicy(suite);
    astern::bench::addBacktest(suite);
    astern::bench::addGuard(suite);
    astern::bench::addEmergency(suite);
    astern::bench::addJournal(suite);
    astern::bench::addVerify(suite);
    astern::bench::addFlat(suite);
    astern::bench::addTimeline(suite);
    astern::bench::addBoard(suite);
    astern::bench::addWindow(suite);
    astern::bench::addRollout(suite);
    astern::bench::addStart(suite);
    astern::bench::addDay(suite);
    return suite.run(QCoreApplication::arguments());
}
