// SPDX-License-Identifier: GPL-3.0-or-later
// What P12 measures the cockpit against: the least that a Qt program with a window can be. A program of its own, since
// what the bench is linked with would be loaded, too.
#include <QApplication>
#include <QPaintEvent>
#include <QPainter>
#include <QTimer>
#include <QWidget>

#include <cstdio>

namespace {

class Window final : public QWidget {
protected:
    void paintEvent(QPaintEvent *event) override
    {
        QPainter painter(this);
        painter.fillRect(event->rect(), Qt::white);
        painter.drawText(rect(), Qt::AlignCenter, QStringLiteral("Qt"));
        if (!m_painted) // said behind this painting
            QTimer::singleShot(0, [] {
                std::puts("painted");
                std::fflush(stdout);
            });
        m_painted = true;
    }

private:
    bool m_painted = false;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    Window window;
    window.resize(1440, 900); // the cockpit's own first size
    window.show();
    return QApplication::exec();
}
