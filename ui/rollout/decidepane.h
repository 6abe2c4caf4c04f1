// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QWidget>

class QBoxLayout;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace astern::ui {

class HoldButton;
class RunsLabel;

// What a person may say to the policies of a place: answers to their questions, and that nothing is done by itself for
// a while. A button shows what it would do; the confirm below does it.
class DecidePane : public QWidget {
    Q_OBJECT
public:
    explicit DecidePane(Session &session, QWidget *parent = nullptr);
    void setPlacement(const QString &key);
    void refresh();
    // What stands above the confirm; empty: nothing is to be confirmed.
    [[nodiscard]] QString pendingWords() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Deed { None, Answer, Hold, GoOn };
    struct Question { // a row of its own
        QString key;
        QWidget *row = nullptr;
        RunsLabel *words = nullptr;
        QList<QPushButton *> buttons;
    };
    [[nodiscard]] Question makeQuestion(const guard::Act &ask);
    void buildHold(QBoxLayout *column);
    void buildConfirm(QBoxLayout *column);
    void refreshQuestions(const guard::PlaceVerdict *verdict, const AuthorityAnswer &may, qint64 nowMs);
    void refreshHold(const AuthorityAnswer &may, qint64 nowMs);
    void refreshConfirm();
    void open(Deed deed, const QString &askKey = {}, guard::Answer::Choice choice = guard::Answer::Choice::Hold);
    void close(const QString &said);
    void commit();
    [[nodiscard]] QString deedWords() const; // "roll back checkout", as it stands behind "Hold to"
    [[nodiscard]] bool isGrave() const;      // changes what runs, or lets it be changed
    [[nodiscard]] bool isProduction() const;

    Session &m_session;
    QString m_key;
    Deed m_deed = Deed::None;
    QString m_ask;
    guard::Answer::Choice m_choice = guard::Answer::Choice::Hold;
    QString m_said; // what became of the last one
    bool m_refused = false;
    QList<Question> m_questions;
    QBoxLayout *m_rows = nullptr;
    RunsLabel *m_held = nullptr;
    QPushButton *m_hold = nullptr;
    QPushButton *m_goOn = nullptr;
    QWidget *m_confirmRow = nullptr;
    RunsLabel *m_what = nullptr;
    QComboBox *m_span = nullptr;
    QLineEdit *m_reason = nullptr;
    QPushButton *m_cancel = nullptr;
    HoldButton *m_confirm = nullptr;
    RunsLabel *m_answer = nullptr;
};

} // namespace astern::ui
