<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>Alert</name>
    <message>
        <source>no severity</source>
        <translation>ohne Schweregrad</translation>
    </message>
    <message>
        <source>silenced</source>
        <translation>stummgeschaltet</translation>
    </message>
    <message>
        <source>inhibited</source>
        <translation>unterdrückt</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>%1 silenced</source>
        <translation>%1 stumm</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1 old</source>
        <translation>%1 alt</translation>
    </message>
    <message>
        <source>%1 or more</source>
        <translation>%1 oder mehr</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>as of now</source>
        <translation>Stand jetzt</translation>
    </message>
    <message>
        <source>as of %1 ago</source>
        <translation>Stand vor %1</translation>
    </message>
    <message>
        <source>1 alert fits no place of the workspace: %2</source>
        <translation>1 Alarm passt zu keinem Ort des Arbeitsbereichs: %2</translation>
    </message>
    <message>
        <source>%1 alerts fit no place of the workspace: %2</source>
        <translation>%1 Alarme passen zu keinem Ort des Arbeitsbereichs: %2</translation>
    </message>
</context>
<context>
    <name>Alertmanager</name>
    <message>
        <source>May read alerts</source>
        <translation>Darf Alarme lesen</translation>
    </message>
</context>
<context>
    <name>Approval</name>
    <message>
        <source>There is no request %1</source>
        <translation>Es gibt keine Anfrage %1</translation>
    </message>
    <message>
        <source>`asternctl gates` lists them.</source>
        <translation>`asternctl gates` listet sie auf.</translation>
    </message>
    <message>
        <source>What was asked for is not what would be done now: %1</source>
        <translation>Worum gebeten wurde, ist nicht, was jetzt getan würde: %1</translation>
    </message>
    <message>
        <source>Whoever wants it asks again.</source>
        <translation>Wer es möchte, bittet erneut darum.</translation>
    </message>
    <message>
        <source>Nobody proved who asks</source>
        <translation>Niemand hat bewiesen, wer darum bittet</translation>
    </message>
    <message>
        <source>Sign in first.</source>
        <translation>Melden Sie sich zuerst an.</translation>
    </message>
    <message>
        <source>It does not count</source>
        <translation>Es zählt nicht</translation>
    </message>
    <message>
        <source>Look at it again.</source>
        <translation>Sehen Sie es sich noch einmal an.</translation>
    </message>
    <message>
        <source>it has been used already</source>
        <translation>sie ist bereits verbraucht</translation>
    </message>
    <message>
        <source>This would not count: %1</source>
        <translation>Das würde nicht zählen: %1</translation>
    </message>
    <message>
        <source>Only who asked may take it back</source>
        <translation>Nur wer darum gebeten hat, darf sie zurücknehmen</translation>
    </message>
    <message>
        <source>The glass stays whole: %1</source>
        <translation>Das Glas bleibt heil: %1</translation>
    </message>
    <message>
        <source>Another decision came first: %1</source>
        <translation>Eine andere Entscheidung kam zuvor: %1</translation>
    </message>
    <message>
        <source>it was not signed by the device that it names</source>
        <translation>sie wurde nicht von dem Gerät unterzeichnet, das sie nennt</translation>
    </message>
    <message>
        <source>the key of its device had been revoked</source>
        <translation>der Schlüssel ihres Geräts war widerrufen</translation>
    </message>
    <message>
        <source>no administrator has taken its device in</source>
        <translation>kein Administrator hat ihr Gerät aufgenommen</translation>
    </message>
    <message>
        <source>another decision came first</source>
        <translation>eine andere Entscheidung kam zuvor</translation>
    </message>
    <message>
        <source>%1 by %2 does not count: %3</source>
        <translation>%1 von %2 zählt nicht: %3</translation>
    </message>
    <message>
        <source>it had been decided</source>
        <translation>es war schon entschieden</translation>
    </message>
    <message>
        <source>it was given to another request</source>
        <translation>sie galt einer anderen Anfrage</translation>
    </message>
    <message>
        <source>it was given to another plan</source>
        <translation>sie galt einem anderen Plan</translation>
    </message>
    <message>
        <source>it was not open</source>
        <translation>es war nicht offen</translation>
    </message>
    <message>
        <source>only who asked may take the request back</source>
        <translation>nur wer darum gebeten hat, darf die Anfrage zurücknehmen</translation>
    </message>
    <message>
        <source>%1 took the request back</source>
        <translation>%1 hat die Anfrage zurückgenommen</translation>
    </message>
    <message>
        <source>%1 rejected it</source>
        <translation>%1 hat sie abgelehnt</translation>
    </message>
    <message>
        <source>a machine cannot approve</source>
        <translation>eine Maschine kann nicht freigeben</translation>
    </message>
    <message>
        <source>nobody proved who this is</source>
        <translation>niemand hat bewiesen, wer das ist</translation>
    </message>
    <message>
        <source>who broke the glass cannot countersign it</source>
        <translation>wer das Glas eingeschlagen hat, kann es nicht gegenzeichnen</translation>
    </message>
    <message>
        <source>who asked for it may not approve it</source>
        <translation>wer darum gebeten hat, darf es nicht freigeben</translation>
    </message>
    <message>
        <source>the author may not approve it, and the name of who signed is not known here</source>
        <translation>der Autor darf es nicht freigeben, und der Name des Unterzeichners ist hier nicht bekannt</translation>
    </message>
    <message>
        <source>the author of the change may not approve it</source>
        <translation>der Autor der Änderung darf sie nicht freigeben</translation>
    </message>
    <message>
        <source>it was signed on the device that asked for it</source>
        <translation>sie wurde auf dem Gerät unterzeichnet, das darum gebeten hat</translation>
    </message>
    <message>
        <source>another approval was signed on the same device</source>
        <translation>auf demselben Gerät wurde schon eine Freigabe unterzeichnet</translation>
    </message>
    <message>
        <source>the same person has signed already, or gave that away</source>
        <translation>dieselbe Person hat schon unterzeichnet oder es weitergegeben</translation>
    </message>
    <message>
        <source>only %1 may</source>
        <translation>nur %1 dürfen das</translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>the request had expired</source>
        <translation>die Anfrage war abgelaufen</translation>
    </message>
    <message>
        <source>approvals of this gate cannot be handed on</source>
        <translation>Freigaben dieses Tors können nicht weitergegeben werden</translation>
    </message>
    <message>
        <source>it names nobody else to hand it to</source>
        <translation>es ist niemand anderes genannt, an den sie geht</translation>
    </message>
    <message>
        <source>that person has been handed one already</source>
        <translation>diese Person hat schon eine erhalten</translation>
    </message>
    <message>
        <source>it does not say why</source>
        <translation>sie sagt nicht, warum</translation>
    </message>
    <message>
        <source>the author of the change may not approve it, and nothing says who that is: the manifest has no annotation astern.dev/author</source>
        <translation>der Autor der Änderung darf sie nicht freigeben, und nichts sagt, wer das ist: Das Manifest hat keine Annotation astern.dev/author</translation>
    </message>
    <message>
        <source>a rehearsed rollback is asked for, and no rehearsal is recorded</source>
        <translation>eine geprobte Rückkehr wird verlangt, und keine Probe ist verzeichnet</translation>
    </message>
    <message>
        <source>readiness is asked for, and nothing measures it yet</source>
        <translation>Bereitschaft wird verlangt, und noch misst sie nichts</translation>
    </message>
    <message>
        <source>it is not healthy, or has no fresh signal with a limit; %1 of that are asked for</source>
        <translation>es ist nicht gesund oder hat kein frisches Signal mit einer Grenze; %1 davon werden verlangt</translation>
    </message>
    <message>
        <source>it has been healthy for %1 of %2</source>
        <translation>es ist seit %1 von %2 gesund</translation>
    </message>
    <message>
        <source>the last rehearsed rollback is %1 old, %2 is allowed</source>
        <translation>die letzte geprobte Rückkehr ist %1 alt, %2 sind erlaubt</translation>
    </message>
    <message>
        <source>its readiness is not green</source>
        <translation>seine Bereitschaft ist nicht grün</translation>
    </message>
    <message>
        <source>anybody</source>
        <translation>irgendwem</translation>
    </message>
    <message>
        <source>1 more approval of %1 (%2 of %3)</source>
        <translation>1 weitere Freigabe von %1 (%2 von %3)</translation>
    </message>
    <message>
        <source>%4 more approvals of %1 (%2 of %3)</source>
        <translation>%4 weitere Freigaben von %1 (%2 von %3)</translation>
    </message>
    <message>
        <source>Open: somebody broke the glass, and a second person has to look.</source>
        <translation>Offen: Jemand hat das Glas eingeschlagen, eine zweite Person muss es ansehen.</translation>
    </message>
    <message>
        <source>Open, %1 of %2 have approved.</source>
        <translation>Offen, %1 von %2 haben freigegeben.</translation>
    </message>
    <message>
        <source>What was approved is not what would be done now: %1.</source>
        <translation>Was freigegeben wurde, ist nicht, was jetzt getan würde: %1.</translation>
    </message>
    <message>
        <source>Nobody has asked yet. It needs %1.</source>
        <translation>Noch hat niemand darum gebeten. Es braucht %1.</translation>
    </message>
    <message>
        <source>It waits: %1.</source>
        <translation>Es wartet: %1.</translation>
    </message>
    <message>
        <source>nobody may break the glass of this gate</source>
        <translation>niemand darf das Glas dieses Tors einschlagen</translation>
    </message>
    <message>
        <source>a machine may not break the glass</source>
        <translation>eine Maschine darf das Glas nicht einschlagen</translation>
    </message>
    <message>
        <source>only %1 may break the glass</source>
        <translation>nur %1 dürfen das Glas einschlagen</translation>
    </message>
    <message>
        <source>the request has expired</source>
        <translation>die Anfrage ist abgelaufen</translation>
    </message>
    <message>
        <source>nobody proved who asked for it</source>
        <translation>niemand hat bewiesen, wer darum gebeten hat</translation>
    </message>
    <message>
        <source>the approval has been used: one lets one plan go</source>
        <translation>die Freigabe ist verbraucht: Eine lässt einen Plan gehen</translation>
    </message>
    <message>
        <source>a new request: the last one expired</source>
        <translation>eine neue Anfrage: Die letzte ist abgelaufen</translation>
    </message>
    <message>
        <source>a second person to countersign</source>
        <translation>die Gegenzeichnung einer zweiten Person</translation>
    </message>
    <message>
        <source>one of them has to be of %1, who own it</source>
        <translation>eine davon muss von %1 sein, denen es gehört</translation>
    </message>
    <message>
        <source>what is to be done</source>
        <translation>was getan werden soll</translation>
    </message>
    <message>
        <source>the cell</source>
        <translation>die Zelle</translation>
    </message>
    <message>
        <source>the environment</source>
        <translation>die Umgebung</translation>
    </message>
    <message>
        <source>the version it starts from</source>
        <translation>die Version, von der es ausgeht</translation>
    </message>
    <message>
        <source>the gate</source>
        <translation>das Tor</translation>
    </message>
    <message>
        <source>the rule of the gate</source>
        <translation>die Regel des Tors</translation>
    </message>
    <message>
        <source>the manifest</source>
        <translation>das Manifest</translation>
    </message>
    <message>
        <source>how far it goes, in percent</source>
        <translation>wie weit es reicht, in Prozent</translation>
    </message>
    <message>
        <source>the rollout</source>
        <translation>der Rollout</translation>
    </message>
    <message>
        <source>the service</source>
        <translation>der Dienst</translation>
    </message>
    <message>
        <source>the manifest that serves</source>
        <translation>das Manifest, das bedient</translation>
    </message>
    <message>
        <source>the steps that are sent</source>
        <translation>die Schritte, die gesendet werden</translation>
    </message>
    <message>
        <source>the object</source>
        <translation>das Objekt</translation>
    </message>
    <message>
        <source>the version it leads to</source>
        <translation>die Version, zu der es führt</translation>
    </message>
    <message>
        <source>the policy %1</source>
        <translation>die Richtlinie %1</translation>
    </message>
    <message>
        <source>%1: new, %2</source>
        <translation>%1: neu, %2</translation>
    </message>
    <message>
        <source>%1: gone, was %2</source>
        <translation>%1: fort, war %2</translation>
    </message>
    <message>
        <source>%1: was %2, is %3</source>
        <translation>%1: war %2, ist %3</translation>
    </message>
    <message>
        <source>revision %1</source>
        <translation>Revision %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1: %2 waits at the gate %3. %4</source>
        <translation>%1: %2 wartet am Gate %3. %4</translation>
    </message>
    <message>
        <source>the log has not been read yet</source>
        <translation>das Log ist noch nicht gelesen</translation>
    </message>
    <message>
        <source>The program is closing</source>
        <translation>Das Programm wird beendet</translation>
    </message>
    <message>
        <source>only the device that had used it gives it back</source>
        <translation>nur das Gerät, das sie verbraucht hatte, gibt sie zurück</translation>
    </message>
    <message>
        <source>this device&apos;s copy of the team&apos;s log cannot be read: %1</source>
        <translation>die Kopie des gemeinsamen Protokolls auf diesem Gerät kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>the team&apos;s log: %1</source>
        <translation>das gemeinsame Protokoll: %1</translation>
    </message>
    <message>
        <source>nothing on this device follows the team&apos;s log</source>
        <translation>auf diesem Gerät folgt nichts dem gemeinsamen Protokoll</translation>
    </message>
    <message>
        <source>the team&apos;s log has not answered yet</source>
        <translation>das gemeinsame Protokoll hat noch nicht geantwortet</translation>
    </message>
    <message>
        <source>%1 of %2 entries of the team&apos;s log have been read</source>
        <translation>%1 von %2 Einträgen des gemeinsamen Protokolls sind gelesen</translation>
    </message>
    <message>
        <source>Device %1 of %2 enrolled</source>
        <translation>Gerät %1 von %2 aufgenommen</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>the device</source>
        <translation>das Gerät</translation>
    </message>
    <message>
        <source>the entry that enrols its key</source>
        <translation>der Eintrag, der seinen Schlüssel einträgt</translation>
    </message>
    <message>
        <source>its journal</source>
        <translation>sein Protokoll</translation>
    </message>
    <message>
        <source>its key</source>
        <translation>sein Schlüssel</translation>
    </message>
    <message>
        <source>the hash of that entry</source>
        <translation>die Prüfsumme dieses Eintrags</translation>
    </message>
    <message>
        <source>its login</source>
        <translation>seine Anmeldung</translation>
    </message>
    <message>
        <source>the domain of its log</source>
        <translation>die Domäne seines Protokolls</translation>
    </message>
    <message>
        <source>whether it signs heads</source>
        <translation>ob es Köpfe unterschreibt</translation>
    </message>
</context>
<context>
    <name>Argo</name>
    <message>
        <source>%1 (%2) will revert it unless Git says the same</source>
        <translation>%1 (%2) macht es rückgängig, wenn Git nicht dasselbe sagt</translation>
    </message>
    <message>
        <source>It was aborted: the old version has the traffic. Retry starts again</source>
        <translation>Es wurde abgebrochen: Die alte Version hat den Verkehr. „Wiederholen“ beginnt neu</translation>
    </message>
    <message>
        <source>The controller has not seen the latest change yet</source>
        <translation>Der Controller hat die letzte Änderung noch nicht gesehen</translation>
    </message>
    <message>
        <source>Nothing is in progress: the desired version is the stable one</source>
        <translation>Nichts ist unterwegs: Die gewünschte Version ist die stabile</translation>
    </message>
    <message>
        <source>A person paused it: resume it first</source>
        <translation>Eine Person hat es angehalten: Setzen Sie es zuerst fort</translation>
    </message>
    <message>
        <source>It does not wait at a step: it goes on by itself</source>
        <translation>Es wartet an keinem Schritt: Es geht von selbst weiter</translation>
    </message>
    <message>
        <source>revisionHistoryLimit is 0: no older revision is kept</source>
        <translation>revisionHistoryLimit ist 0: Keine ältere Revision ist aufbewahrt</translation>
    </message>
    <message>
        <source>No older revision is known</source>
        <translation>Keine ältere Revision ist bekannt</translation>
    </message>
    <message>
        <source>as the traffic</source>
        <translation>wie der Verkehr</translation>
    </message>
</context>
<context>
    <name>Authority</name>
    <message>
        <source>This session is read-only</source>
        <translation>Diese Sitzung darf nur lesen</translation>
    </message>
    <message>
        <source>Start it again without --read-only.</source>
        <translation>Ohne --read-only neu starten.</translation>
    </message>
    <message>
        <source>The workspace is read-only</source>
        <translation>Der Arbeitsbereich darf nur gelesen werden</translation>
    </message>
    <message>
        <source>Set read_only: false, or use another workspace.</source>
        <translation>read_only: false setzen oder einen anderen Arbeitsbereich wählen.</translation>
    </message>
    <message>
        <source>Nobody is signed in: an action without an actor cannot be recorded</source>
        <translation>Niemand ist angemeldet: Eine Handlung ohne Handelnden kann nicht protokolliert werden</translation>
    </message>
    <message>
        <source>Sign in to this machine with an account of your own.</source>
        <translation>Melden Sie sich an diesem Rechner mit einem eigenen Konto an.</translation>
    </message>
    <message>
        <source>The workspace protects this by %1, which this version of Astern cannot enforce</source>
        <translation>Der Arbeitsbereich schützt dies durch %1; diese Version von Astern kann das nicht durchsetzen</translation>
    </message>
    <message>
        <source>Promote it where that protection is enforced, or take it out of the workspace. Pausing and rolling back stay possible.</source>
        <translation>Schalten Sie dort weiter, wo dieser Schutz durchgesetzt wird, oder nehmen Sie ihn aus dem Arbeitsbereich. Anhalten und Zurückrollen bleiben möglich.</translation>
    </message>
    <message>
        <source>It may not go forward: %1</source>
        <translation>Es darf nicht weitergehen: %1</translation>
    </message>
    <message>
        <source>Wait until it is healthy, or roll back. Pausing and rolling back stay possible.</source>
        <translation>Warten Sie, bis es gesund ist, oder rollen Sie zurück. Anhalten und Zurückrollen bleiben möglich.</translation>
    </message>
    <message>
        <source>The freeze %1 of policy %2 is on until %3</source>
        <translation>Die Sperrzeit %1 der Richtlinie %2 gilt bis %3</translation>
    </message>
    <message>
        <source>Wait until then, or change the policy. Pausing and rolling back stay possible.</source>
        <translation>Warten Sie bis dahin, oder ändern Sie die Richtlinie. Anhalten und Zurückrollen bleiben möglich.</translation>
    </message>
    <message>
        <source>`asternctl approve %1` is for who may. Pausing and rolling back stay possible.</source>
        <translation>`asternctl approve %1` ist für die, die das dürfen. Anhalten und Zurückkehren bleiben möglich.</translation>
    </message>
    <message>
        <source>Ask for approval; the request tells who may give it. Pausing and rolling back stay possible.</source>
        <translation>Bitten Sie um Freigabe; die Anfrage sagt, wer sie geben darf. Anhalten und Zurückkehren bleiben möglich.</translation>
    </message>
    <message>
        <source>Wait, or take it out of the gate. Pausing and rolling back stay possible.</source>
        <translation>Warten Sie, oder nehmen Sie es aus dem Tor. Anhalten und Zurückkehren bleiben möglich.</translation>
    </message>
    <message>
        <source>Try again in a moment. Pausing and rolling back stay possible.</source>
        <translation>Versuchen Sie es gleich noch einmal. Anhalten und Zurückkehren bleiben möglich.</translation>
    </message>
    <message>
        <source>The gate %1 is shut. %2</source>
        <translation>Das Tor %1 ist zu. %2</translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>%1 is for %2, and %3 proved none of these roles</source>
        <translation>%1 ist für %2, und %3 hat keine dieser Rollen bewiesen</translation>
    </message>
    <message>
        <source>Sign in as somebody who has one. Pausing and rolling back stay possible.</source>
        <translation>Melden Sie sich als jemand an, der eine hat. Anhalten und Zurückkehren bleiben möglich.</translation>
    </message>
    <message>
        <source>No administrator has pinned what the workspace says about people, roles and gates</source>
        <translation>Kein Administrator hat festgelegt, was der Arbeitsbereich über Personen, Rollen und Tore sagt</translation>
    </message>
    <message>
        <source>What the workspace says about people, roles and gates is not what an administrator pinned</source>
        <translation>Was der Arbeitsbereich über Personen, Rollen und Tore sagt, ist nicht, was ein Administrator festgelegt hat</translation>
    </message>
    <message>
        <source>An administrator looks at it and runs `asternctl team rules --pin`. Pausing and rolling back stay possible.</source>
        <translation>Ein Administrator sieht es an und ruft `asternctl team rules --pin` auf. Anhalten und Zurückkehren bleiben möglich.</translation>
    </message>
    <message>
        <source>The budget %1 is spent: %2 of %3 promotions within %4</source>
        <translation>Das Budget %1 ist verbraucht: %2 von %3 Beförderungen in %4</translation>
    </message>
    <message>
        <source>There is room again in %1. Pausing and rolling back stay possible.</source>
        <translation>In %1 ist wieder Platz. Anhalten und Zurückkehren bleiben möglich.</translation>
    </message>
    <message>
        <source>The calendar %1 says &quot;%2&quot; until %3</source>
        <translation>Der Kalender %1 sagt „%2“ bis %3</translation>
    </message>
    <message>
        <source>Wait until then, or change the calendar. Pausing and rolling back stay possible.</source>
        <translation>Warten Sie bis dahin, oder ändern Sie den Kalender. Anhalten und Zurückkehren bleiben möglich.</translation>
    </message>
    <message>
        <source>The log has not been read yet: nobody knows %1</source>
        <translation>Das Protokoll ist noch nicht gelesen: Niemand weiß, %1</translation>
    </message>
    <message>
        <source>Nobody knows here %1: %2</source>
        <translation>Hier weiß niemand, %1: %2</translation>
    </message>
    <message>
        <source>Try again when this device has the team&apos;s log as it is now; `asternctl status` says how that is. Pausing and rolling back stay possible.</source>
        <translation>Versuchen Sie es wieder, wenn dieses Gerät das gemeinsame Protokoll hat, wie es jetzt ist; `asternctl status` sagt, wie es darum steht. Anhalten und Zurückkehren bleiben möglich.</translation>
    </message>
    <message>
        <source>who approved it</source>
        <translation>wer es freigegeben hat</translation>
    </message>
    <message>
        <source>which rules an administrator pinned</source>
        <translation>welche Regeln jemand von der Verwaltung festgelegt hat</translation>
    </message>
    <message>
        <source>how much was changed</source>
        <translation>wie viel geändert wurde</translation>
    </message>
</context>
<context>
    <name>Board</name>
    <message>
        <source>%1 %2 is above %3</source>
        <translation>%1 %2 liegt über %3</translation>
    </message>
    <message>
        <source>%1 %2 is below %3</source>
        <translation>%1 %2 liegt unter %3</translation>
    </message>
    <message>
        <source>not seen yet</source>
        <translation>noch nicht gesehen</translation>
    </message>
    <message>
        <source>last seen %1 ago</source>
        <translation>zuletzt vor %1 gesehen</translation>
    </message>
    <message>
        <source>aborted; traffic returns</source>
        <translation>abgebrochen; der Verkehr kehrt zurück</translation>
    </message>
    <message>
        <source>no news of %1</source>
        <translation>nichts Neues von %1</translation>
    </message>
    <message>
        <source>no samples of %1</source>
        <translation>keine Messwerte von %1</translation>
    </message>
    <message>
        <source>a person paused it</source>
        <translation>von einer Person angehalten</translation>
    </message>
    <message>
        <source>the switch waits for a person</source>
        <translation>die Umschaltung wartet auf eine Person</translation>
    </message>
    <message>
        <source>paused at a step until somebody promotes</source>
        <translation>wartet an einem Schritt, bis jemand weiterschaltet</translation>
    </message>
    <message>
        <source>no older version is in its history</source>
        <translation>keine ältere Version in der Historie</translation>
    </message>
    <message>
        <source>revision %1</source>
        <translation>Revision %1</translation>
    </message>
    <message>
        <source>%1 gets all traffic</source>
        <translation>%1 erhält den gesamten Verkehr</translation>
    </message>
    <message>
        <source>stays until somebody resumes it</source>
        <translation>bleibt so, bis jemand fortsetzt</translation>
    </message>
    <message>
        <source>waits for Promote</source>
        <translation>wartet auf Weiterschalten</translation>
    </message>
    <message>
        <source>goes on to %1</source>
        <translation>geht weiter auf %1</translation>
    </message>
    <message>
        <source>over limit</source>
        <translation>über Grenzwert</translation>
    </message>
    <message>
        <source>failing</source>
        <translation>fehlerhaft</translation>
    </message>
    <message>
        <source>rolling back</source>
        <translation>rollt zurück</translation>
    </message>
    <message>
        <source>waits for you</source>
        <translation>wartet auf Sie</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>held</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>no verdict</source>
        <translation>kein Urteil</translation>
    </message>
    <message>
        <source>rolled back</source>
        <translation>zurückgerollt</translation>
    </message>
    <message>
        <source>serving</source>
        <translation>in Betrieb</translation>
    </message>
    <message>
        <source>%1 old</source>
        <translation>%1 alt</translation>
    </message>
    <message>
        <source>the last verdict is %1 old</source>
        <translation>das letzte Urteil ist %1 alt</translation>
    </message>
    <message>
        <source>no verdict yet: the past is being read</source>
        <translation>noch kein Urteil: die Vergangenheit wird gelesen</translation>
    </message>
    <message>
        <source>no verdict yet</source>
        <translation>noch kein Urteil</translation>
    </message>
    <message>
        <source>rolled back, and still not well</source>
        <translation>zurückgerollt und immer noch nicht in Ordnung</translation>
    </message>
    <message>
        <source>its recovery is watched</source>
        <translation>die Erholung wird beobachtet</translation>
    </message>
    <message>
        <source>suspect</source>
        <translation>verdächtig</translation>
    </message>
    <message>
        <source>not its fault</source>
        <translation>nicht schuld</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>gesund</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1; %2</translation>
    </message>
</context>
<context>
    <name>Campaign</name>
    <message>
        <source>%1 in %2/%3</source>
        <translation>%1 in %2/%3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>not confirmed</source>
        <translation>nicht bestätigt</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>not begun</source>
        <translation>nicht begonnen</translation>
    </message>
    <message>
        <source>No place is chosen</source>
        <translation>Kein Ort ist ausgewählt</translation>
    </message>
    <message>
        <source>None of the places can be taken back</source>
        <translation>Keiner der Orte lässt sich zurückrollen</translation>
    </message>
    <message>
        <source>%1 places are too many for one commit</source>
        <translation>%1 Orte sind zu viele auf einmal</translation>
    </message>
    <message>
        <source>At most %1: choose fewer.</source>
        <translation>Höchstens %1: Wählen Sie weniger.</translation>
    </message>
    <message>
        <source>One commit does the same everywhere</source>
        <translation>Auf einmal geschieht überall dasselbe</translation>
    </message>
    <message>
        <source>Two of the plans are for the same object</source>
        <translation>Zwei der Pläne betreffen dasselbe Objekt</translation>
    </message>
    <message>
        <source>%1 serves here, which other places return to: this goes further back</source>
        <translation>Hier ist %1 in Betrieb, wohin andere Orte zurückkehren: Dies geht weiter zurück</translation>
    </message>
    <message>
        <source>a person stopped it before the next wave</source>
        <translation>von einer Person vor der nächsten Welle gestoppt</translation>
    </message>
    <message>
        <source>%1 stopped it before the next wave</source>
        <translation>%1 hat es vor der nächsten Welle gestoppt</translation>
    </message>
    <message>
        <source>%1 of %2 places are back.</source>
        <translation>%1 von %2 Orten sind zurück.</translation>
    </message>
    <message>
        <source>%1 of %2 places are done.</source>
        <translation>%1 von %2 Orten sind fertig.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 (left out: %2)</source>
        <translation>%1 (ausgelassen: %2)</translation>
    </message>
    <message>
        <source>Not back: %1.</source>
        <translation>Nicht zurück: %1.</translation>
    </message>
    <message>
        <source>Not done: %1.</source>
        <translation>Nicht fertig: %1.</translation>
    </message>
    <message>
        <source>Waves were not begun: %1.</source>
        <translation>Nicht begonnene Wellen: %1.</translation>
    </message>
    <message>
        <source>Roll back %1 in %2 places</source>
        <translation>%1 an %2 Orten zurückrollen</translation>
    </message>
    <message>
        <source>%1 for %2 in %3 places</source>
        <translation>%1 für %2 an %3 Orten</translation>
    </message>
    <message>
        <source>%1 of %2 places succeeded, %3 were not begun, %4 were left out</source>
        <translation>%1 von %2 Orten sind gelungen, %3 wurden nicht begonnen, %4 ausgelassen</translation>
    </message>
    <message>
        <source>interrupted; %1 of %2 places succeeded</source>
        <translation>unterbrochen; %1 von %2 Orten sind gelungen</translation>
    </message>
    <message>
        <source>not begun: %1</source>
        <translation>nicht begonnen: %1</translation>
    </message>
</context>
<context>
    <name>Cli</name>
    <message>
        <source>Interrupted: what was sent goes on. The next start reads what became of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--to-revision takes a number above 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where, if the service runs in several.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which cell of it; &quot;all&quot;, or several: eu-1,us-1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which cell of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why; kept in the log. May follow later for what goes back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print the plan with its proofs; send nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not ask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several cells: in the order of the environment&apos;s waves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several cells: all side by side (default).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several cells: what to do before the next wave when one was refused or failed: go-on (default: a cell that refuses must not keep the bad version serving elsewhere) or stop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An older release (default: the previous one).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip the remaining steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>name one SERVICE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--%1 is for several cells: --cell all, or --cell eu-1,us-1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>say why with --reason, in at least 10 characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Returns a service to its previous release, or to --to-revision, until that serves 100 %. With several cells the exit code is 0 when all are back, 2 when some are not (refused, failed, left out or not begun), and when none is the code of the reason, or 1 when there are several.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes one step on from where a rollout waits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Holds a rollout where it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends a pause that a person made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Returns traffic to the stable release.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starts an aborted rollout again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not proven: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the credentials may do it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not permitted: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 in %3/%4: %5 → %6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>  PRODUCTION</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
    <message>
        <source>  seen %1 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing was sent: there is no terminal to ask on; add --yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type %1 to go on: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is there already, and is not overwritten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bundle cannot be written: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name another file with --bundle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>usage: asternctl VERB [ARGUMENTS]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`asternctl VERB --help` explains one with an example.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exit codes: 0 done, 1 refused or found wrong, 2 incomplete, 3 usage, 4 unreadable or unreachable, 5 not permitted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every service: what serves, what is wanted, what the controller does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>why a service does not come up: pods, events, the end of the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>return a service to its previous or a chosen release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>go one step on, or with --full all the way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hold a rollout where it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>end a pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>return traffic to the stable release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start an aborted rollout again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verify or read the decision log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>check workspace, backends, permissions and log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>write a first workspace from what the backends say</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keep the workspace&apos;s secrets in the keychain of this desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>check a workspace&apos;s file, or print its schema for editors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run the simulated company on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asternctl: unknown verb &quot;%1&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no context &quot;%1&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Did you mean &quot;%1&quot;?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be written: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name another folder with --output.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looking at %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: nothing could be read: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: Argo Rollouts is not installed there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prom: has samples of none of: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prom: not asked for signals: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 services in %3 places, %4 of them with signals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not found: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environments are guesses: look for CHECK in the file, then `asternctl workspace check`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes a first workspace from what the backends say. Only reads there; never overwrites a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kubeconfig to read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A context of it; may be said again. Default: every one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of the new workspace.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>takes no argument &quot;%1&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--%1 is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--prometheus takes https://host[:port][/path], without a password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a workspace already, and it is not overwritten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kubeconfig has no context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was found does not make a workspace: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was written. Please report it, with this line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>journal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 entries, verified to %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>owned by this process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>through the process that owns it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>backend %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answers, %1 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, signed in until %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>roll back %1 in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>possible, to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the credentials may not %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is written. No secret is in it; read it before you send it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks the workspace, each backend, the log, and whether every service could be rolled back now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also write what support needs, without any secret.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The newest entries of the log go into the bundle, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--with-log goes with --bundle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be enforced by this version: promotions it covers are refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--lines takes a number from 1 to 100 000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>where</source>
        <translation>wo</translation>
    </message>
    <message>
        <source>what</source>
        <translation>was</translation>
    </message>
    <message>
        <source>why</source>
        <translation>warum</translation>
    </message>
    <message>
        <source>TAMPERED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>journal %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>root    %1 over %2 entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 passed, %2 failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 resolved, %2 still open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verify: the leaf hash that the first entry must have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no journal here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name its folder with --data DIR.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspace folder (default: $ASTERN_WORKSPACE, else the current folder).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of journal and keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Machine-readable output.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show this help.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>usage: asternctl %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>example: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no workspace here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name its folder with --workspace DIR or ASTERN_WORKSPACE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The workspace has errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`asternctl workspace check` lists them all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The workspace %1 has no service &quot;%2&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not run there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 runs in several places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one of: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The standard input cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value of %1 (not shown): </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value is larger than 64 kB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it on the standard input, or type it when asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value has more than one line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A token or password is one line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This workspace keeps no secret in the keychain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No backend of %1 uses it yet: write &quot;%2&quot; there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps secrets in the keychain of this desktop. The value comes from the standard input, or is asked for without being shown; a workspace names it as &quot;${keychain:NAME}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>say `secret set NAME`, `secret delete NAME` or `secret list`; a value is never an argument</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no name: letters, digits, &quot;_&quot;, &quot;.&quot; and &quot;-&quot;, at most 64 of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is in the keychain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is no longer in the keychain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 runs in several environments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not run in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one of: --environment %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not run in %2/%3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It runs in: %1; or name &quot;all&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wave %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LEFT OUT %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All of them at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One after the other; when a place is refused or fails, no further wave is begun.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One after the other; when a place is refused or fails, the next wave is begun all the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupted: what was sent goes on, waves that have not begun are not begun. The next start reads what became of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--waves or --at-once, not both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--to-revision is for one cell: revisions have other numbers elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--on-refusal takes stop or go-on, not &quot;%1&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 stays: it serves what the others return to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent: %1 would be left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name the other cells, or go on without it: --on-refusal go-on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, for %2</source>
        <translation>%1, seit %2</translation>
    </message>
    <message>
        <source>no answer yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that it runs and can be reached, or wait longer with --timeout.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its last answer is %1 old.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>env / cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>why, and what is next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows every service of the workspace.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print again after every change until interrupted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give up waiting for backends after S seconds (default 10).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bundle could not be compressed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it wrote nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pods</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>conditions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Says why a service does not come up: pods, events and the end of the log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whose log (default: the worst pod of the new version).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many lines of the log are printed (default 20, at most 100).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one SERVICE is needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--lines %1: a number from 0 on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was not seen in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks a workspace: every error with line and column, all in one go. Or prints the JSON Schema of the format, for editors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>say `workspace check` or `workspace schema`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 is in order: %n service(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Where metrics are (Prometheus, VictoriaMetrics); asked for signals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>alerts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>alerts, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>check policies, say in plain words what one means, or print their schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 revision %3 is in order, digest %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: bursts of up to %2 are forgiven</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asternctl: a policy with errors never takes effect, so there is nothing to explain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Digest (SHA-256 of the canonical form): %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--mitigate takes first or only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flags off and configuration back first, or only: the release stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--mitigate is for one cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list, show and switch feature flags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list, show and restore versions of configuration sets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>watch rollouts by their policies, and act as these say</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CONFIG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WHERE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VERSION</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KEPT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LAST CHANGE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The workspace names no configuration sets there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Byte</translation>
    </message>
    <message>
        <source>Configuration sets (ConfigMaps): the version that is there, the versions that were seen, and restoring one of them. A version is the digest of what is in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where, if it is in several.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why; kept in the log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>say list, show ID [VERSION] or restore ID [VERSION]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No service declares a configuration set &quot;%1&quot; there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is in several places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name it under `config` of a service in the workspace.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ENVIRONMENT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SERVICES</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>STATE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The workspace names no flags there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on %1, project %2, environment %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>behind it: %1 in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No service declares a flag &quot;%1&quot; there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is in several environments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name it under `flags` of a service in the workspace.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feature flags: who is let in, who changed it last, and switching them by the same plans as everything else. on, off and set need --reason where they let in more users.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only flags of this service.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on: of users; set before it goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>say list, show FLAG, on FLAG, off FLAG or set FLAG N</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no percentage: a whole number from 0 to 100</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The flag %1 is left out: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The configuration %1 is left out: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>acts as %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not act: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watches every rollout that a policy applies to, and does what the policy&apos;s ladder says. One guard of a data folder acts, the others only judge; a desktop is one, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serve /healthz and /metrics on this loopback address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judge only: nothing is done, whatever the policies say.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>listening on port %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is named twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not about that place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It applies to %1 in %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, started %2; %3 records</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>REVISED: %1 counted for the tick it belongs to, although it came too late for it. Nobody saw these verdicts at the time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one sample is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 samples are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 revision %2, digest %3: %4 of %5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one tick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ticks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the ladder would have done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(every act taken as confirmed at once, questions as unanswered%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, mitigations as no help: the samples do not say that any was made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judges recorded samples again: when a policy would have said what, and what its ladder would have done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a policy; several judge side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recorded samples, NDJSON or CSV; - reads standard input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>when the rollout began: RFC 3339 with an offset, or milliseconds since 1970</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what the records call the rollout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refuse policies that are not about this service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refuse policies that are not about this environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>labels of the new version&apos;s series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>labels of the stable version&apos;s series; &quot;&quot;: there is none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;inf&quot;: no sample is too late; the report says that it is revised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with --json: what the ladder would have done, not the verdicts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--start is a time like 2026-11-23T14:00:03Z</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--new and --stable are labels like version=4.8.0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--lateness is inf; the policy&apos;s own needs no option</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The samples cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>judge recorded samples again: verdicts, and what the ladder would have done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>play rollouts whose truth is known through a policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ok      </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FAILED  </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is neither a scenario nor a file; there are %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no signal of kind events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scenarios play counts of events; choose a policy that judges some.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (early %1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>harmful: found · median s · p95 s · failed requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>healthy or transient: rollbacks per 1000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>policy</source>
        <translation>Richtlinie</translation>
    </message>
    <message>
        <source>(its hold)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Argo-style</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flagger-style</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SRE burn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the first run of %2; onset %3, hold %4, systemic %5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asternctl backtest --samples %1 --start %2 --policy POLICY gives the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plays rollouts whose truth is known through a policy: what it finds, how soon, and what it takes for harm that is none; beside it what is common today.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a built-in scenario or a file; without: all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rollouts of each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same seed, the same rollouts; without: a new one, which is printed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>judge by this one; without: a built-in comparison with the stable version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>write the samples of the first run of the one scenario; .csv: as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how many cores work; the figures do not depend on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>print the built-in policy and end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--runs is a number from 1 to %1, --seed one from 0 to 2^53 - 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--samples-out writes a run of one scenario: name it with --scenario</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of each scenario, seed %2. Delays count from the onset and know neither lateness nor scrapes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (limit %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log evidence %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>coverage %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>since %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (critical)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2, episode %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>say how long with --for, at most 24h: --for 10m</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>automation is held until %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>automation goes on, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hold: how long nothing is done automatically.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hold: why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hold, release: of which environment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hold, release: in which cell.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No sample of %1 is among them: what needs it has no answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>began</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recorded to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rollout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 KiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No rollout is recorded in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a rollout that the guard recorded: its id, or a part of one that no other has. Judged by the policies that were in force, or by those of --policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>print the rollouts that are recorded, the oldest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--%1 goes with --samples: of a recorded rollout it is known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>say --rollout, or --policy, --samples and --start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What probes from here are told as; else this machine&apos;s name.</source>
        <translation>Wie Proben von hier genannt werden; sonst der Name dieses Rechners.</translation>
    </message>
    <message>
        <source>%1 %2: %3, %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SINCE THE RELEASE BEGAN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody acts: no guard has run here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody acts: %1 was last seen %2 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 acts, last seen %2 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: automation is held until %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prepare, enrol for and look at the journal that a team shares</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tail: how many entries (default 20).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tail: only entries of this service.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verify, prove, tiles, card: this one SQLite file alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verify: an evidence bundle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verify: a verifier key, the genesis in hex or in eight words, or a file of these.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verify: a signed checkpoint that was kept elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verify: signatures of entries before this one are not checked one by one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verify: every signature (the default).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fsck: draw the tree anew over the entries of the index.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fsck: make the index anew from the log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>export: one operation, by its id or RB-… or by one of its entries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>export: entries from this time on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>export: the whole log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>export: what people said that may leave, e.g. rationale; the rest is withheld.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>erase: who asked for it, and when.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prove, export, tiles: the file or folder to write.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>say `journal` and one of: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not a time like 2026-11-27T10:00:00Z</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>journal export takes --saga ID, or --from and --to, or --all; and -o FILE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 files, %3 bytes; the export is entry %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>journal erase takes the pseudonym of a person, --basis and --reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what is erased cannot be read again by anybody; say --yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>erased; recorded as entry %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--trust takes a verifier key, the genesis in hex or in eight words, or a file of these</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>journal prove takes the id of an entry or of a rollback, and -o FILE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entry %1 (%2) is in the first %3 entries of %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>proof %1, entry %1.json, key of the log:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>journal tiles takes -o FOLDER</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder cannot be made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 entries of %2 in %3 files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trust card of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>genesis %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log     %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it to whoever is to check this journal, by another way than the evidence. They say: asternctl journal verify --trust &quot;%1&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>found:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another process has this journal open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close Astern and its guard, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The index as it was lies in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and %1 more findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>erased: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>signed  %1 entries, by %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>name one of --db, --bundle and --data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--since takes the number of an entry, and goes neither with --full nor with a bundle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>journal diff takes two copies: journal folders or database files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A copy cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same %1 entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same first %1 entries; %2 goes on with %3 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entry %1 is the first that differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal of this device is still empty</source>
        <translation>Das Journal dieses Geräts ist noch leer</translation>
    </message>
    <message>
        <source>The database is prepared already, version %1: nothing to do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In this database:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed. Say --yes to do it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done: version %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>enrol needs --card FILE, which can be read, and --login ROLE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 may now write for the device %2.</source>
        <translation>%1 darf jetzt für das Gerät %2 schreiben.</translation>
    </message>
    <message>
        <source>%1 could already write for the device %2.</source>
        <translation>%1 durfte schon für das Gerät %2 schreiben.</translation>
    </message>
    <message>
        <source>It is this device: where it is the first in the log, it is the team&apos;s administrator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approved in this device&apos;s journal, entry %1. It counts once this device&apos;s Astern has sent it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entry %1 is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tree in the database is not that of its entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>login</source>
        <translation>Login</translation>
    </message>
    <message>
        <source>entries</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>not approved</source>
        <translation>nicht zugelassen</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>freigegeben</translation>
    </message>
    <message>
        <source>ALARM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ALARM: %1 entries contradict the chain of their writer (table fork)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>heads   signed at %1, cosigned at %2 by %3 devices, %4 entries behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database; a password is never part of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>enrol: what `team card` printed on that device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>enrol: the device&apos;s login in the database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>enrol: it signs the log&apos;s heads (a guard).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where nothing can be recorded: go back all the same. Takes the name of the service; the record is printed instead.</source>
        <translation>Wo nichts festgehalten werden kann: trotzdem zurückgehen. Verlangt den Namen des Dienstes; der Eintrag wird stattdessen ausgegeben.</translation>
    </message>
    <message>
        <source>--unrecorded is for one cell</source>
        <translation>--unrecorded gilt für eine Zelle</translation>
    </message>
    <message>
        <source>Nothing of this could be recorded. Keep the lines below; `asternctl journal gap FILE` records them when the log can be written again:</source>
        <translation>Nichts davon konnte festgehalten werden. Bewahren Sie die Zeilen unten auf; `asternctl journal gap DATEI` hält sie fest, sobald das Protokoll wieder geschrieben werden kann:</translation>
    </message>
    <message>
        <source>If it cannot wait until the log can be written: the same with --unrecorded &quot;%1&quot;.</source>
        <translation>Wenn es nicht warten kann, bis das Protokoll geschrieben werden kann: dasselbe mit --unrecorded &quot;%1&quot;.</translation>
    </message>
    <message>
        <source>PIN (not shown): </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent: this goes forward in production, and there is no terminal to ask for the PIN on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run it on a terminal. Rolling back needs no PIN.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what waits for people: approvals, reviews, pauses</source>
        <translation>was auf Personen wartet: Freigaben, Nachprüfungen, Pausen</translation>
    </message>
    <message>
        <source>sign for what somebody asked approval of</source>
        <translation>unterzeichnen, worum jemand um Freigabe gebeten hat</translation>
    </message>
    <message>
        <source>say no to it</source>
        <translation>dazu Nein sagen</translation>
    </message>
    <message>
        <source>sign in with the workspace&apos;s identity provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sign out, here and at the provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>who is signed in, with which roles, until when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the PIN that promotions into production ask for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take over what people were told of</source>
        <translation>übernehmen, worüber Menschen benachrichtigt wurden</translation>
    </message>
    <message>
        <source>say whom the workspace tells, or send one of them a test</source>
        <translation>sagen, wen der Workspace benachrichtigt, oder einem davon einen Test senden</translation>
    </message>
    <message>
        <source>Only emergencies are recorded: %1</source>
        <translation>Nur Notfälle werden festgehalten: %1</translation>
    </message>
    <message>
        <source>shared log</source>
        <translation>gemeinsames Protokoll</translation>
    </message>
    <message>
        <source>key of this device</source>
        <translation>Schlüssel dieses Geräts</translation>
    </message>
    <message>
        <source>identity</source>
        <translation>Identität</translation>
    </message>
    <message>
        <source>tells %1</source>
        <translation>benachrichtigt %1</translation>
    </message>
    <message>
        <source>by e-mail, through %1</source>
        <translation>per E-Mail, über %1</translation>
    </message>
    <message>
        <source>%1, kept as %2</source>
        <translation>%1, aufbewahrt als %2</translation>
    </message>
    <message>
        <source>`asternctl notify test %1` sends a test</source>
        <translation>`asternctl notify test %1` sendet einen Test</translation>
    </message>
    <message>
        <source>people</source>
        <translation>Menschen</translation>
    </message>
    <message>
        <source>nobody is told outside of Astern</source>
        <translation>außerhalb von Astern wird niemand benachrichtigt</translation>
    </message>
    <message>
        <source>Declare people.notify in astern.yaml.</source>
        <translation>Tragen Sie people.notify in astern.yaml ein.</translation>
    </message>
    <message>
        <source>waits for a person</source>
        <translation>wartet auf einen Menschen</translation>
    </message>
    <message>
        <source>Waits for approval: %1 at the gate %2. %3</source>
        <translation>Wartet auf Freigabe: %1 am Tor %2. %3</translation>
    </message>
    <message>
        <source>Nothing was sent. `asternctl gates` shows how it stands; once it is approved, say the same again.</source>
        <translation>Nichts wurde gesendet. `asternctl gates` zeigt, wie es steht; ist es freigegeben, geben Sie dasselbe noch einmal ein.</translation>
    </message>
    <message>
        <source>The glass of %1 stays whole: %2</source>
        <translation>Das Glas von %1 bleibt heil: %2</translation>
    </message>
    <message>
        <source>Rolling back needs no gate: `asternctl rollback %1`.</source>
        <translation>Zurückkehren braucht kein Tor: `asternctl rollback %1`.</translation>
    </message>
    <message>
        <source>GLASS BROKEN at the gate %1: recorded as an override. A second person has to countersign within %2; `asternctl gates` shows it until then.</source>
        <translation>GLAS EINGESCHLAGEN am Tor %1: als Übersteuerung verzeichnet. Eine zweite Person muss innerhalb von %2 gegenzeichnen; `asternctl gates` zeigt es bis dahin.</translation>
    </message>
    <message>
        <source>id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>gate</source>
        <translation>Tor</translation>
    </message>
    <message>
        <source>asked by</source>
        <translation>erbeten von</translation>
    </message>
    <message>
        <source>since</source>
        <translation>seit</translation>
    </message>
    <message>
        <source>how it stands</source>
        <translation>wie es steht</translation>
    </message>
    <message>
        <source>Nothing waits for anybody.</source>
        <translation>Nichts wartet auf jemanden.</translation>
    </message>
    <message>
        <source>There is no request %1</source>
        <translation>Es gibt keine Anfrage %1</translation>
    </message>
    <message>
        <source>%1 may mean several requests</source>
        <translation>%1 kann mehrere Anfragen meinen</translation>
    </message>
    <message>
        <source>`asternctl gates` lists them.</source>
        <translation>`asternctl gates` listet sie auf.</translation>
    </message>
    <message>
        <source>A review is countersigned, or stays open: it cannot be rejected</source>
        <translation>Eine Nachprüfung wird gegengezeichnet oder bleibt offen: Ablehnen lässt sie sich nicht</translation>
    </message>
    <message>
        <source>What was done stays in the log. Roll back if it was wrong.</source>
        <translation>Was getan wurde, bleibt im Protokoll. Kehren Sie zurück, wenn es falsch war.</translation>
    </message>
    <message>
        <source>%1 is countersigned.</source>
        <translation>%1 ist gegengezeichnet.</translation>
    </message>
    <message>
        <source>%1 is taken back.</source>
        <translation>%1 ist zurückgenommen.</translation>
    </message>
    <message>
        <source>Signs for what a request is about, as it is now; countersigns a review.</source>
        <translation>Unterzeichnet, worum es in einer Anfrage geht, wie es jetzt ist; zeichnet eine Nachprüfung gegen.</translation>
    </message>
    <message>
        <source>Says no to a request, or with --withdraw takes the own one back.</source>
        <translation>Sagt Nein zu einer Anfrage, oder nimmt mit --withdraw die eigene zurück.</translation>
    </message>
    <message>
        <source>Hand the own approval of this request to another person (their pseudonym).</source>
        <translation>Die eigene Freigabe dieser Anfrage an eine andere Person weitergeben (ihr Pseudonym).</translation>
    </message>
    <message>
        <source>Take the own request back.</source>
        <translation>Die eigene Anfrage zurücknehmen.</translation>
    </message>
    <message>
        <source>name one request: its ID</source>
        <translation>nennen Sie eine Anfrage: ihre Kennung</translation>
    </message>
    <message>
        <source>The workspace no longer has the place of it</source>
        <translation>Der Arbeitsbereich hat ihren Ort nicht mehr</translation>
    </message>
    <message>
        <source>Shows what waits for people: requests for approval, reviews of what went past a gate, and pauses of the backends.</source>
        <translation>Zeigt, was auf Personen wartet: Anfragen um Freigabe, Nachprüfungen dessen, was an einem Tor vorbeiging, und Pausen der Backends.</translation>
    </message>
    <message>
        <source>Also what is over.</source>
        <translation>Auch, was vorbei ist.</translation>
    </message>
    <message>
        <source>export: with the samples that verdicts were computed from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>key revoke: the last entry that the key itself signed.</source>
        <translation>key revoke: der letzte Eintrag, den der Schlüssel selbst unterschrieben hat.</translation>
    </message>
    <message>
        <source>export: entries up to this time. key move: keychain or file.</source>
        <translation>export: Einträge bis zu dieser Zeit. key move: keychain oder file.</translation>
    </message>
    <message>
        <source>erase, key revoke: really.</source>
        <translation>erase, key revoke: wirklich.</translation>
    </message>
    <message>
        <source>Verifies, reads, proves, exports or repairs the decision log, keeps its keys, or resolves what a crash left open in it.</source>
        <translation>Prüft, liest, belegt, exportiert oder repariert das Entscheidungsprotokoll, verwaltet seine Schlüssel oder klärt, was ein Absturz darin offen ließ.</translation>
    </message>
    <message>
        <source>journal gap takes the FILE with the lines that were printed</source>
        <translation>journal gap verlangt die DATEI mit den Zeilen, die ausgegeben wurden</translation>
    </message>
    <message>
        <source>The file cannot be read: %1</source>
        <translation>Die Datei lässt sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>This is in the log already, as entry %1</source>
        <translation>Das steht bereits im Protokoll, als Eintrag %1</translation>
    </message>
    <message>
        <source>Recorded behind the gap, which is entry %1: %2 entries</source>
        <translation>Hinter der Lücke festgehalten, die Eintrag %1 ist: %2 Einträge</translation>
    </message>
    <message>
        <source>entries, administrator</source>
        <translation>Einträge, Administrator</translation>
    </message>
    <message>
        <source>emergencies</source>
        <translation>Notfälle</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>Köpfe</translation>
    </message>
    <message>
        <source>waits for approval</source>
        <translation>wartet auf Freigabe</translation>
    </message>
    <message>
        <source>revoked, good to entry %1</source>
        <translation>widerrufen, gut bis Eintrag %1</translation>
    </message>
    <message>
        <source>followed, to entry %1</source>
        <translation>abgelöst, bis Eintrag %1</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>in Kraft</translation>
    </message>
    <message>
        <source>key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>signs</source>
        <translation>unterschreibt</translation>
    </message>
    <message>
        <source>from entry</source>
        <translation>ab Eintrag</translation>
    </message>
    <message>
        <source>This device&apos;s key is %1.</source>
        <translation>Der Schlüssel dieses Geräts ist %1.</translation>
    </message>
    <message>
        <source>recorded as entry %1</source>
        <translation>festgehalten als Eintrag %1</translation>
    </message>
    <message>
        <source>journal key move takes --to keychain or --to file</source>
        <translation>journal key move verlangt --to keychain oder --to file</translation>
    </message>
    <message>
        <source>The journal cannot be opened</source>
        <translation>Das Journal lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>say `journal key` and one of: list; rotate --reason TEXT; revoke KEYID --last-good N --reason TEXT --yes; move --to keychain|file</source>
        <translation>sagen Sie `journal key` und eines von: list; rotate --reason TEXT; revoke KEYID --last-good N --reason TEXT --yes; move --to keychain|file</translation>
    </message>
    <message>
        <source>--last-good takes the number of an entry</source>
        <translation>--last-good verlangt die Nummer eines Eintrags</translation>
    </message>
    <message>
        <source>what the key signed behind entry %1 is disputed from now on; say --yes</source>
        <translation>was der Schlüssel hinter Eintrag %1 unterschrieben hat, ist von nun an strittig; sagen Sie --yes</translation>
    </message>
    <message>
        <source>Nobody is signed in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>because</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in with `asternctl login`, or on another device with `asternctl login --device`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>known by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the user of this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: what goes forward is refused, going back works</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, renewed before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keychain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keeps nothing: it ends with this program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This workspace goes by the user of this machine: there is nothing to sign in to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>identity: {type: oidc, …} names a provider.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on in the browser:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On any device open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and compare or type the code %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No PIN is set on this device: `asternctl identity pin set` sets one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A PIN is set since %1, sealed by %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the keychain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the key file of this device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was missed %1 times in a row.</source>
        <translation>Sie war %1-mal hintereinander falsch.</translation>
    </message>
    <message>
        <source>PIN as it is now (not shown): </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New PIN (not shown): </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same once more: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a PIN is typed on a terminal, and the standard input is none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two are not the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signs in with the identity provider of the workspace, over the browser of this machine or over another device. What it leaves is in the keychain, for all windows and commands of this user.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over another device: no browser is needed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The provider is to ask even if it knows you; before a first PIN.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only print the address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>login takes no words, only options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody was signed in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signs out: forgets what the keychain keeps, and tells the provider to take nothing of it any more. Other windows end with their next renewal at the latest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forgotten here, and the provider could not be told: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Says who acts here, how that is known, and with which roles. Exit code 0: it is known; 1: nobody is signed in, or the sign-in has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The PIN of this device proves that whoever is signed in sits here. It is asked for before anything goes forward in a protected environment, never before a rollback.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>say `identity pin set` or `identity pin status`; a PIN is never an argument</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 after %2</source>
        <translation>%1 nach %2</translation>
    </message>
    <message>
        <source>, then %1</source>
        <translation>, dann %1</translation>
    </message>
    <message>
        <source>The workspace knows nobody to tell: people.notify is empty.</source>
        <translation>Der Workspace kennt niemanden, den er benachrichtigen könnte: people.notify ist leer.</translation>
    </message>
    <message>
        <source>people.notify has no &quot;%1&quot;</source>
        <translation>people.notify hat kein „%1“</translation>
    </message>
    <message>
        <source>Did you mean %1?</source>
        <translation>Meinten Sie %1?</translation>
    </message>
    <message>
        <source>Declare one in astern.yaml.</source>
        <translation>Tragen Sie eines in astern.yaml ein.</translation>
    </message>
    <message>
        <source>There are %1.</source>
        <translation>Es gibt %1.</translation>
    </message>
    <message>
        <source>%1 took the message.</source>
        <translation>%1 hat die Nachricht angenommen.</translation>
    </message>
    <message>
        <source>%1 was not told for sure: %2</source>
        <translation>%1 wurde nicht sicher benachrichtigt: %2</translation>
    </message>
    <message>
        <source>Says whom the workspace knows to tell, or sends a test to one of them.</source>
        <translation>Sagt, wen der Workspace benachrichtigen kann, oder sendet einem von ihnen einen Test.</translation>
    </message>
    <message>
        <source>say `notify list` or `notify test TARGET`</source>
        <translation>schreiben Sie `notify list` oder `notify test ZIEL`</translation>
    </message>
    <message>
        <source>Takes over what people were told of: nobody further is told.</source>
        <translation>Übernimmt, worüber Menschen benachrichtigt wurden: Niemand weiter wird benachrichtigt.</translation>
    </message>
    <message>
        <source>say which one: `asternctl status` names what is open</source>
        <translation>sagen Sie, welches: `asternctl status` nennt, was offen ist</translation>
    </message>
    <message>
        <source>%1 is yours: nobody further is told.</source>
        <translation>%1 gehört Ihnen: Niemand weiter wird benachrichtigt.</translation>
    </message>
    <message>
        <source>; </source>
        <translation>; </translation>
    </message>
    <message>
        <source>Nobody can be told: %1</source>
        <translation>Niemand kann benachrichtigt werden: %1</translation>
    </message>
    <message>
        <source>Go past a gate that is shut, where its rule lets you: recorded as an override, and a second person has to countersign.</source>
        <translation>An einem geschlossenen Tor vorbeigehen, wo seine Regel es erlaubt: als Übersteuerung verzeichnet, und eine zweite Person muss gegenzeichnen.</translation>
    </message>
    <message>
        <source>rules: an administrator stands behind what the workspace says now.</source>
        <translation>rules: Ein Administrator steht hinter dem, was der Arbeitsbereich jetzt sagt.</translation>
    </message>
    <message>
        <source>rules   %1</source>
        <translation>Regeln       %1</translation>
    </message>
    <message>
        <source>pinned  %1</source>
        <translation>festgelegt   %1</translation>
    </message>
    <message>
        <source>nothing: what goes forward is refused</source>
        <translation>nichts: Was vorwärts geht, wird abgewiesen</translation>
    </message>
    <message>
        <source>The workspace has no team: nobody else could pin its rules</source>
        <translation>Der Arbeitsbereich hat kein Team: Niemand sonst könnte seine Regeln festlegen</translation>
    </message>
    <message>
        <source>propose: why; kept in the log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for approval: %1 at the gate %2. %3: %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No edit of the policy %1 waits at a gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`asternctl policy propose` without a name takes all that wait.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No edit of a policy waits at a gate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fsck: write the log anew from this device&apos;s copy of the shared log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>export: with the contents of configurations that were replaced or brought back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>erase, hold: the legal basis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>erase, hold, key rotate, key revoke: why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hold: end it, so that erasure is possible again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>journal hold takes the pseudonym of a person, or &apos;*&apos; for everybody, --basis, and --reason in at least 10 characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lifted; recorded as entry %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held; recorded as entry %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>choose one of --rebuild-nodes, --from-log and --from-mirror</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed. --rebuild-nodes draws the tree anew over the index, --from-log makes the index anew from the log, --from-mirror the log from this device&apos;s copy of the shared log; each keeps the old files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 entries of the shared log were written as this device&apos;s log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks policies: every error with line and column, all in one go. Or says in plain words what one means, plays small cases against one, puts a new text into a file of the workspace once the log has the edit, or prints the JSON Schema of the format, for editors. `propose` asks for approval of edits that wait at a gate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>say `policy check FILE...`, `policy explain FILE`, `policy test FILE...`, `policy save NAME FILE`, `policy schema` or `policy propose`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The workspace has no policy file of this name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A policy is a file in the workspace&apos;s folder policies/.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The workspace is read-only (astern.yaml: read_only).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new text cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text has errors: it would not come into force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mend what is listed above, then save it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 says that already; nothing was written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was recorded and written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody knows here what the team decided: %1</source>
        <translation>Hier weiß niemand, was das Team entschieden hat: %1</translation>
    </message>
    <message>
        <source>Try again when this device has the team&apos;s log as it is now; `asternctl status` says how that is.</source>
        <translation>Versuchen Sie es wieder, wenn dieses Gerät das gemeinsame Protokoll hat, wie es jetzt ist; `asternctl status` sagt, wie es darum steht.</translation>
    </message>
    <message>
        <source>As it was known here; it may have changed: %1</source>
        <translation>Wie es hier bekannt war; es kann sich geändert haben: %1</translation>
    </message>
    <message>
        <source>handover: who is on call from now on; a name, a login or a pseudonym.</source>
        <translation>handover: wer ab jetzt Bereitschaft hat; ein Name, ein Login oder ein Pseudonym.</translation>
    </message>
    <message>
        <source>handover: this person is.</source>
        <translation>handover: diese Person hier.</translation>
    </message>
    <message>
        <source>The workspace has no team</source>
        <translation>Der Arbeitsbereich hat kein Team</translation>
    </message>
    <message>
        <source>who</source>
        <translation>wer</translation>
    </message>
    <message>
        <source>program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>looks at</source>
        <translation>sieht an</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message>
        <source>acts by policies: %1</source>
        <translation>handelt nach Richtlinien: %1</translation>
    </message>
    <message>
        <source>on call: %1</source>
        <translation>Bereitschaft: %1</translation>
    </message>
    <message>
        <source>nobody said</source>
        <translation>niemand hat es gesagt</translation>
    </message>
    <message>
        <source>Nobody called %1 is there</source>
        <translation>Niemand namens %1 ist da</translation>
    </message>
    <message>
        <source>%1 may mean several people</source>
        <translation>%1 kann mehrere Personen meinen</translation>
    </message>
    <message>
        <source>`asternctl team who` lists them; a pseudonym (person-…) works for everybody.</source>
        <translation>`asternctl team who` zählt sie auf; ein Pseudonym (person-…) geht für jede Person.</translation>
    </message>
    <message>
        <source>say --to WHO, or --take</source>
        <translation>sagen Sie --to WER oder --take</translation>
    </message>
    <message>
        <source>`asternctl team who` says who is on call.</source>
        <translation>`asternctl team who` sagt, wer Bereitschaft hat.</translation>
    </message>
    <message>
        <source>%1 is on call.</source>
        <translation>%1 hat Bereitschaft.</translation>
    </message>
    <message>
        <source>device   %1</source>
        <translation>Gerät      %1</translation>
    </message>
    <message>
        <source>login    %1</source>
        <translation>Anmeldung  %1</translation>
    </message>
    <message>
        <source>key      %1</source>
        <translation>Schlüssel  %1</translation>
    </message>
    <message>
        <source>aloud    %1</source>
        <translation>in Worten  %1</translation>
    </message>
    <message>
        <source>journal  %1</source>
        <translation>Protokoll  %1</translation>
    </message>
    <message>
        <source>domain   %1</source>
        <translation>Domäne     %1</translation>
    </message>
    <message>
        <source>heads    %1</source>
        <translation>Köpfe      %1</translation>
    </message>
    <message>
        <source>it signs the log&apos;s</source>
        <translation>es unterschreibt die des Protokolls</translation>
    </message>
    <message>
        <source>it signs none</source>
        <translation>es unterschreibt keine</translation>
    </message>
    <message>
        <source>Prepares the database that a team shares its journal in, takes devices in and out, and says how it is. The address comes from --store or ASTERN_TEAM_STORE.</source>
        <translation>Bereitet die Datenbank vor, in der ein Team sein Protokoll teilt, nimmt Geräte auf und widerruft sie, und sagt, wie es steht. Die Adresse kommt aus --store oder ASTERN_TEAM_STORE.</translation>
    </message>
    <message>
        <source>revoke: whose key is believed no longer; its id or its login.</source>
        <translation>revoke: wessen Schlüssel nicht mehr geglaubt wird; seine Kennung oder seine Anmeldung.</translation>
    </message>
    <message>
        <source>revoke: the number of its last entry that is believed (default: the newest that is here).</source>
        <translation>revoke: die Nummer seines letzten Eintrags, dem geglaubt wird (Vorgabe: der neueste, der hier ist).</translation>
    </message>
    <message>
        <source>init, revoke: only say what would be done.</source>
        <translation>init, revoke: nur sagen, was getan würde.</translation>
    </message>
    <message>
        <source>init: do it; rules, revoke: do not ask.</source>
        <translation>init: es tun; rules, revoke: nicht fragen.</translation>
    </message>
    <message>
        <source>enrol, revoke, rules, handover: why; kept in the log.</source>
        <translation>enrol, revoke, rules, handover: warum; bleibt im Protokoll.</translation>
    </message>
    <message>
        <source>say `team init`, `team card`, `team enrol`, `team revoke`, `team status`, `team rules`, `team who` or `team handover`</source>
        <translation>sagen Sie `team init`, `team card`, `team enrol`, `team revoke`, `team status`, `team rules`, `team who` oder `team handover`</translation>
    </message>
    <message>
        <source>The device %1 was revoked behind its entry %2</source>
        <translation>Das Gerät %1 wurde hinter seinem Eintrag %2 widerrufen</translation>
    </message>
    <message>
        <source>A revoked device comes back with a journal, and so a card, of its own.</source>
        <translation>Ein widerrufenes Gerät kommt mit einem neuen Protokoll zurück, also mit einer neuen Karte.</translation>
    </message>
    <message>
        <source>The team&apos;s rules are pinned, and are not what is said here about people and gates</source>
        <translation>Die Regeln des Teams sind festgelegt, und sie sind nicht, was hier über Personen und Tore gesagt wird</translation>
    </message>
    <message>
        <source>Name the team&apos;s workspace with --workspace, or pin what it says: `asternctl team rules --pin`.</source>
        <translation>Nennen Sie den Arbeitsbereich des Teams mit --workspace, oder legen Sie fest, was er sagt: `asternctl team rules --pin`.</translation>
    </message>
    <message>
        <source>The card does not carry the entry that it is about: nobody could look at that</source>
        <translation>Die Karte enthält den Eintrag nicht, um den es geht: Niemand könnte ihn ansehen</translation>
    </message>
    <message>
        <source>Have it written anew on that device: asternctl team card &gt; card.json</source>
        <translation>Lassen Sie sie auf jenem Gerät neu schreiben: asternctl team card &gt; card.json</translation>
    </message>
    <message>
        <source>Approved in the team&apos;s log: it counts.</source>
        <translation>Im Protokoll des Teams zugelassen: Es zählt.</translation>
    </message>
    <message>
        <source>Its key, to be read aloud: %1</source>
        <translation>Sein Schlüssel, zum Vorlesen: %1</translation>
    </message>
    <message>
        <source>Only an administrator&apos;s device may revoke, and this one is none</source>
        <translation>Nur das Gerät eines Administrators darf widerrufen, und dieses ist keines</translation>
    </message>
    <message>
        <source>The team has none any more: begin a new log.</source>
        <translation>Das Team hat keines mehr: Beginnen Sie ein neues Protokoll.</translation>
    </message>
    <message>
        <source>Say it on the device %1.</source>
        <translation>Sagen Sie es auf dem Gerät %1.</translation>
    </message>
    <message>
        <source>The device %1 was revoked already, behind its entry %2</source>
        <translation>Das Gerät %1 wurde schon widerrufen, hinter seinem Eintrag %2</translation>
    </message>
    <message>
        <source>This is the team&apos;s last administrator: nobody could take a device in or out any more</source>
        <translation>Dies ist der letzte Administrator des Teams: Niemand könnte mehr ein Gerät aufnehmen oder widerrufen</translation>
    </message>
    <message>
        <source>Where its key was stolen, rotate it first (`asternctl journal key rotate`), then revoke the old one (`asternctl journal key revoke`).</source>
        <translation>Wurde sein Schlüssel gestohlen, ersetzen Sie ihn zuerst (`asternctl journal key rotate`) und widerrufen dann den alten (`asternctl journal key revoke`).</translation>
    </message>
    <message>
        <source>The device %1 has written nothing</source>
        <translation>Das Gerät %1 hat nichts geschrieben</translation>
    </message>
    <message>
        <source>--after takes the number of one of its entries: 0 to %1</source>
        <translation>--after nimmt die Nummer eines seiner Einträge: 0 bis %1</translation>
    </message>
    <message>
        <source>The device %1:</source>
        <translation>Das Gerät %1:</translation>
    </message>
    <message>
        <source>The device %1, login %2:</source>
        <translation>Das Gerät %1, Anmeldung %2:</translation>
    </message>
    <message>
        <source>It is believed up to its entry %1, the newest that is here.</source>
        <translation>Ihm wird bis zu seinem Eintrag %1 geglaubt, dem neuesten, der hier ist.</translation>
    </message>
    <message>
        <source>It is believed up to its entry %1.</source>
        <translation>Ihm wird bis zu seinem Eintrag %1 geglaubt.</translation>
    </message>
    <message>
        <source>Nothing that is here is disputed; what it writes from now on is, wherever it comes from.</source>
        <translation>Nichts, was hier ist, ist strittig; was es von nun an schreibt, ist es, woher es auch kommt.</translation>
    </message>
    <message>
        <source>1 entry behind that is disputed, and stays in the log.</source>
        <translation>1 Eintrag dahinter ist strittig und bleibt im Protokoll.</translation>
    </message>
    <message>
        <source>%1 entries behind that are disputed, and stay in the log.</source>
        <translation>%1 Einträge dahinter sind strittig und bleiben im Protokoll.</translation>
    </message>
    <message>
        <source>The key %1, which it enrolled behind that, counts no more.</source>
        <translation>Der Schlüssel %1, den es dahinter eingetragen hat, zählt nicht mehr.</translation>
    </message>
    <message>
        <source>Its approval of %1 counts no more.</source>
        <translation>Seine Freigabe von %1 zählt nicht mehr.</translation>
    </message>
    <message>
        <source>Its cosignatures count no more. There is no way back: it can only be enrolled anew.</source>
        <translation>Seine Mitunterschriften zählen nicht mehr. Es gibt keinen Weg zurück: Es kann nur neu aufgenommen werden.</translation>
    </message>
    <message>
        <source>No login could write for it.</source>
        <translation>Keine Anmeldung durfte für es schreiben.</translation>
    </message>
    <message>
        <source>%1 may no longer write for it.</source>
        <translation>%1 darf nicht mehr für es schreiben.</translation>
    </message>
    <message>
        <source>Its right to write is the database&apos;s, and this login may not take it away: %1</source>
        <translation>Sein Recht zu schreiben gibt die Datenbank, und diese Anmeldung darf es nicht nehmen: %1</translation>
    </message>
    <message>
        <source>The owner of the database does it: %1</source>
        <translation>Der Eigentümer der Datenbank tut es: %1</translation>
    </message>
    <message>
        <source>revoke needs --device ID and --reason TEXT, of at least 10 characters</source>
        <translation>revoke braucht --device ID und --reason TEXT mit mindestens 10 Zeichen</translation>
    </message>
    <message>
        <source>It is in the log; this device&apos;s copy does not show it yet. `asternctl team status` says when.</source>
        <translation>Es steht im Protokoll; die Kopie dieses Geräts zeigt es noch nicht. `asternctl team status` sagt, wann.</translation>
    </message>
    <message>
        <source>Revoked: the team&apos;s log believes the device %1 up to its entry %2.</source>
        <translation>Widerrufen: Das Protokoll des Teams glaubt dem Gerät %1 bis zu seinem Eintrag %2.</translation>
    </message>
    <message>
        <source>Only an administrator&apos;s device may pin the rules, and this one is none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The workspace says nothing about people, roles and gates: there is nothing to pin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is in the log; this device&apos;s copy does not show it yet. `asternctl team rules` says when.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pinned.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConfigMaps</name>
    <message>
        <source>it is no ConfigMap %1</source>
        <translation>es ist keine ConfigMap %1</translation>
    </message>
</context>
<context>
    <name>ConfigStore</name>
    <message>
        <source>The folder cannot be made</source>
        <translation>Der Ordner kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>Another process holds the store</source>
        <translation>Ein anderer Prozess hält den Speicher</translation>
    </message>
    <message>
        <source>No version %1 of %2 was ever seen here</source>
        <translation>Eine Version %1 von %2 wurde hier nie gesehen</translation>
    </message>
    <message>
        <source>%1 fits %2 versions of %3</source>
        <translation>%1 passt auf %2 Versionen von %3</translation>
    </message>
    <message>
        <source>A version is kept when it is seen: Astern has to have looked while it was there.</source>
        <translation>Eine Version wird aufbewahrt, wenn sie gesehen wird: Astern muss hingesehen haben, solange es sie gab.</translation>
    </message>
    <message>
        <source>Kept are: %1.</source>
        <translation>Aufbewahrt sind: %1.</translation>
    </message>
    <message>
        <source>The version %1 is not kept here</source>
        <translation>Die Version %1 ist hier nicht aufbewahrt</translation>
    </message>
    <message>
        <source>What is kept as %1 is something else</source>
        <translation>Was als %1 aufbewahrt ist, ist etwas anderes</translation>
    </message>
    <message>
        <source>The file was changed or damaged: it is not used. Take it away.</source>
        <translation>Die Datei wurde geändert oder beschädigt und wird nicht benutzt. Entfernen Sie sie.</translation>
    </message>
</context>
<context>
    <name>ConnectionPopup</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Nothing is sent to it meanwhile. What it told before is shown as stale.</source>
        <translation>Solange wird nichts dorthin gesendet. Was zuvor gemeldet wurde, gilt als veraltet.</translation>
    </message>
    <message>
        <source>Last answer %1 ago</source>
        <translation>Letzte Antwort vor %1</translation>
    </message>
    <message>
        <source>Signed in until %1</source>
        <translation>Angemeldet bis %1</translation>
    </message>
    <message>
        <source>The sign-in ended at %1</source>
        <translation>Die Anmeldung endete um %1</translation>
    </message>
    <message>
        <source>Its clock is %1 ahead of this machine&apos;s; ages are counted by this one.</source>
        <translation>Die Uhr dort geht gegenüber diesem Rechner um %1 vor; Alter zählt nach diesem Rechner.</translation>
    </message>
    <message>
        <source>Its clock is %1 behind this machine&apos;s; ages are counted by this one.</source>
        <translation>Die Uhr dort geht gegenüber diesem Rechner um %1 nach; Alter zählt nach diesem Rechner.</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Neu anmelden</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Renew the sign-in</source>
        <translation>Anmeldung erneuern</translation>
    </message>
</context>
<context>
    <name>DegradedBanner</name>
    <message>
        <source>%1 asks to sign in again</source>
        <translation>%1 verlangt eine neue Anmeldung</translation>
    </message>
    <message>
        <source>%1 refuses Astern</source>
        <translation>%1 weist Astern ab</translation>
    </message>
    <message>
        <source>%1 has not answered for %2</source>
        <translation>%1 antwortet seit %2 nicht</translation>
    </message>
    <message>
        <source>%1 has never answered, for %2</source>
        <translation>%1 hat noch nie geantwortet, seit %2</translation>
    </message>
    <message>
        <source>next try in %1</source>
        <translation>nächster Versuch in %1</translation>
    </message>
    <message>
        <source>%1 answered %2 ago</source>
        <translation>%1 hat vor %2 geantwortet</translation>
    </message>
    <message>
        <source>Nothing can be rolled back from here until a delivery system answers.</source>
        <translation>Von hier lässt sich nichts zurückrollen, bis ein Auslieferungssystem antwortet.</translation>
    </message>
    <message>
        <source>Rolling back still works: %1.</source>
        <translation>Zurückrollen geht weiterhin: %1.</translation>
    </message>
    <message>
        <source>What runs in 1 place is shown as it was last seen, and cannot be changed there.</source>
        <translation>Was an 1 Ort läuft, wird gezeigt wie zuletzt gesehen und lässt sich dort nicht ändern.</translation>
    </message>
    <message>
        <source>What runs in %1 places is shown as it was last seen, and cannot be changed there.</source>
        <translation>Was an %1 Orten läuft, wird gezeigt wie zuletzt gesehen und lässt sich dort nicht ändern.</translation>
    </message>
    <message>
        <source>Signals of 1 place are unknown: nothing there counts as healthy or recovered.</source>
        <translation>Die Signale von 1 Ort sind unbekannt: Dort gilt nichts als gesund oder erholt.</translation>
    </message>
    <message>
        <source>Signals of %1 places are unknown: nothing there counts as healthy or recovered.</source>
        <translation>Die Signale von %1 Orten sind unbekannt: Dort gilt nichts als gesund oder erholt.</translation>
    </message>
    <message>
        <source>Neither does %1.</source>
        <translation>%1 ebenso wenig.</translation>
    </message>
    <message>
        <source>1 entry of going back is not in %1 yet</source>
        <translation>1 Eintrag über ein Zurück fehlt noch in %1</translation>
    </message>
    <message>
        <source>%1 entries of going back are not in %2 yet</source>
        <translation>%1 Einträge über ein Zurück fehlen noch in %2</translation>
    </message>
    <message>
        <source>It was done all the same, %1 ago; it is in the log of this device.</source>
        <translation>Es wurde trotzdem ausgeführt, vor %1; im Protokoll dieses Geräts steht es.</translation>
    </message>
    <message>
        <source>A second person says within 24 h why.</source>
        <translation>Eine zweite Person begründet es innerhalb von 24 h.</translation>
    </message>
    <message>
        <source>%1 is behind the log by %2</source>
        <translation>%1 liegt um %2 Einträge hinter dem Protokoll</translation>
    </message>
    <message>
        <source>The oldest of them is %1 old. Nothing is lost: the log of this device has all of it.</source>
        <translation>Der älteste davon ist %1 alt. Nichts ist verloren: Das Protokoll dieses Geräts hat alles.</translation>
    </message>
    <message>
        <source>Nothing is lost: the log of this device has all of it.</source>
        <translation>Nichts ist verloren: Das Protokoll dieses Geräts hat alles.</translation>
    </message>
    <message>
        <source>Promotions wait for it, going back does not.</source>
        <translation>Freigaben warten darauf, ein Zurück nicht.</translation>
    </message>
    <message>
        <source>Nothing waits for it.</source>
        <translation>Nichts wartet darauf.</translation>
    </message>
    <message>
        <source>Somebody else decided first</source>
        <translation>Jemand anders hat zuerst entschieden</translation>
    </message>
    <message>
        <source>The shared log is not as it was signed for</source>
        <translation>Das gemeinsame Protokoll ist nicht, wie dafür unterschrieben wurde</translation>
    </message>
    <message>
        <source>Going back never waits for the shared log.</source>
        <translation>Zurückgehen wartet nie auf das gemeinsame Protokoll.</translation>
    </message>
    <message>
        <source>The shared log cannot be had</source>
        <translation>Das gemeinsame Protokoll ist nicht zu haben</translation>
    </message>
    <message>
        <source>1 entry waits.</source>
        <translation>1 Eintrag wartet.</translation>
    </message>
    <message>
        <source>%1 entries wait.</source>
        <translation>%1 Einträge warten.</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>The workspace has errors:
%1</source>
        <translation>Der Arbeitsbereich hat Fehler:
%1</translation>
    </message>
    <message>
        <source>Mend them, then start again.</source>
        <translation>Beheben Sie sie und starten Sie dann neu.</translation>
    </message>
    <message>
        <source>The release cockpit.</source>
        <translation>Das Cockpit für Releases.</translation>
    </message>
    <message>
        <source>Workspace folder.</source>
        <translation>Ordner des Arbeitsbereichs.</translation>
    </message>
    <message>
        <source>Open on the simulated company (also without --workspace).</source>
        <translation>Mit der simulierten Firma öffnen (auch ohne --workspace).</translation>
    </message>
    <message>
        <source>Folder of journal and keys.</source>
        <translation>Ordner für Protokoll und Schlüssel.</translation>
    </message>
    <message>
        <source>light, dark, or system (default).</source>
        <translation>light, dark oder system (Vorgabe).</translation>
    </message>
    <message>
        <source>de, en; default: as set, else as the system.</source>
        <translation>de, en; Vorgabe: wie eingestellt, sonst wie das System.</translation>
    </message>
    <message>
        <source>Look only: nothing is ever sent.</source>
        <translation>Nur lesen: Nie wird etwas gesendet.</translation>
    </message>
    <message>
        <source>Play the guided scenario; pictures go to DIR.</source>
        <translation>Das geführte Szenario abspielen; Bilder kommen nach DIR.</translation>
    </message>
    <message>
        <source>--theme %1: there are light, dark and system</source>
        <translation>--theme %1: Es gibt light, dark und system</translation>
    </message>
    <message>
        <source>--sandbox makes a workspace of its own: leave out --workspace, or --sandbox</source>
        <translation>--sandbox macht einen eigenen Arbeitsbereich: Lassen Sie --workspace weg, oder --sandbox</translation>
    </message>
    <message>
        <source>%1: not an option; see --help</source>
        <translation>%1: keine Option; siehe --help</translation>
    </message>
    <message>
        <source>--language %1: there are %2</source>
        <translation>--language %1: Es gibt %2</translation>
    </message>
    <message>
        <source>the desktop on %1</source>
        <translation>der Desktop auf %1</translation>
    </message>
    <message>
        <source>There is no display here: neither DISPLAY nor WAYLAND_DISPLAY is set. asternctl needs none.</source>
        <translation>Hier gibt es keine Anzeige: Weder DISPLAY noch WAYLAND_DISPLAY ist gesetzt. asternctl braucht keine.</translation>
    </message>
</context>
<context>
    <name>Dispatcher</name>
    <message>
        <source>A plan cannot be marked as under way: %1</source>
        <translation>Ein Plan lässt sich nicht als laufend kennzeichnen: %1</translation>
    </message>
    <message>
        <source>Make the folder writable for this user</source>
        <translation>Machen Sie den Ordner für diesen Benutzer beschreibbar</translation>
    </message>
    <message>
        <source>An intent in the log cannot be read</source>
        <translation>Eine Absicht im Protokoll lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>The backend %1 could not be opened</source>
        <translation>Das Backend %1 konnte nicht geöffnet werden</translation>
    </message>
    <message>
        <source>`asternctl doctor` says why.</source>
        <translation>`asternctl doctor` sagt, warum.</translation>
    </message>
    <message>
        <source>A plan in the log cannot be read</source>
        <translation>Ein Plan im Protokoll kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>done before an interruption</source>
        <translation>vor einer Unterbrechung erledigt</translation>
    </message>
</context>
<context>
    <name>EmergencySheet</name>
    <message>
        <source>not begun</source>
        <translation>nicht begonnen</translation>
    </message>
    <message>
        <source>waits for wave %1</source>
        <translation>wartet auf Welle %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>cannot: %1</source>
        <translation>geht nicht: %1</translation>
    </message>
    <message>
        <source>%1 → %2, does not answer; it is tried all the same</source>
        <translation>%1 → %2, antwortet nicht; es wird trotzdem versucht</translation>
    </message>
    <message>
        <source>%1 → %2, %3</source>
        <translation>%1 → %2, %3</translation>
    </message>
    <message>
        <source>%1 in %2   %3 → %4</source>
        <translation>%1 in %2   %3 → %4</translation>
    </message>
    <message>
        <source>%1 will refuse it</source>
        <translation>%1 wird es ablehnen</translation>
    </message>
    <message>
        <source>%1 allows it</source>
        <translation>%1 erlaubt es</translation>
    </message>
    <message>
        <source>asking %1</source>
        <translation>%1 wird gefragt</translation>
    </message>
    <message>
        <source>, then </source>
        <translation>, dann </translation>
    </message>
    <message>
        <source>Hold to roll back 1 place</source>
        <translation>Halten, um 1 Ort zurückzurollen</translation>
    </message>
    <message>
        <source>Hold to roll back %1 places</source>
        <translation>Halten, um %1 Orte zurückzurollen</translation>
    </message>
    <message>
        <source>%1 of %2 back</source>
        <translation>%1 von %2 zurück</translation>
    </message>
    <message>
        <source>, wave %1 of %2</source>
        <translation>, Welle %1 von %2</translation>
    </message>
    <message>
        <source>Rolling back %1 places</source>
        <translation>%1 Orte werden zurückgerollt</translation>
    </message>
    <message>
        <source>, stops before the next wave</source>
        <translation>, stoppt vor der nächsten Welle</translation>
    </message>
    <message>
        <source>%1 of %2 places are back</source>
        <translation>%1 von %2 Orten sind zurück</translation>
    </message>
    <message>
        <source>What was not begun is not begun by itself: make a plan for it.</source>
        <translation>Was nicht begonnen wurde, beginnt nicht von selbst: Machen Sie einen Plan dafür.</translation>
    </message>
    <message>
        <source>SANDBOX</source>
        <translation>SANDBOX</translation>
    </message>
    <message>
        <source>PRODUCTION</source>
        <translation>PRODUKTION</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> von %1</translation>
    </message>
    <message>
        <source>No signal is over its limit.</source>
        <translation>Kein Signal ist über seinem Grenzwert.</translation>
    </message>
    <message>
        <source> for %1</source>
        <translation> seit %1</translation>
    </message>
    <message>
        <source>%1 has not answered%2: %3.</source>
        <translation>%1 hat nicht geantwortet%2: %3.</translation>
    </message>
    <message>
        <source>The plan is made from what was seen at %1, %2 ago. It is checked against a fresh read before anything is sent, and tried until %3 answers.</source>
        <translation>Der Plan beruht auf dem Stand von %1, vor %2. Er wird vor dem Senden gegen einen frischen Stand geprüft und versucht, bis %3 antwortet.</translation>
    </message>
    <message>
        <source>The last answer could not be understood: %1. What is shown is older.</source>
        <translation>Die letzte Antwort war nicht verständlich: %1. Was gezeigt wird, ist älter.</translation>
    </message>
    <message>
        <source>The log is degraded: %1 Going back still works.</source>
        <translation>Das Protokoll ist beeinträchtigt: %1 Zurückrollen geht weiterhin.</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>bis zu %1</translation>
    </message>
    <message>
        <source>%1 allows it, %2</source>
        <translation>%1 erlaubt es, %2</translation>
    </message>
    <message>
        <source>not every proof is there yet</source>
        <translation>noch nicht jeder Nachweis liegt vor</translation>
    </message>
    <message>
        <source>seen at %1, %2 ago</source>
        <translation>gesehen um %1, vor %2</translation>
    </message>
    <message>
        <source>try %1</source>
        <translation>Versuch %1</translation>
    </message>
    <message>
        <source>was already so, nothing was sent</source>
        <translation>war schon so, nichts wurde gesendet</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>übersprungen</translation>
    </message>
    <message>
        <source>Hold to roll back %1 in %2</source>
        <translation>Halten, um %1 in %2 zurückzurollen</translation>
    </message>
    <message>
        <source>Hold to commit for %1 in %2</source>
        <translation>Halten, um es für %1 in %2 auszuführen</translation>
    </message>
    <message>
        <source>1 change</source>
        <translation>1 Änderung</translation>
    </message>
    <message>
        <source>%1 changes</source>
        <translation>%1 Änderungen</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
    <message>
        <source>%1 over its limit</source>
        <translation>%1 über dem Grenzwert</translation>
    </message>
    <message>
        <source>Customers report a failure</source>
        <translation>Kunden melden einen Fehler</translation>
    </message>
    <message>
        <source>Wrong release</source>
        <translation>Falsches Release</translation>
    </message>
    <message>
        <source>As a precaution</source>
        <translation>Vorsichtshalber</translation>
    </message>
    <message>
        <source>Rehearsal</source>
        <translation>Übung</translation>
    </message>
    <message>
        <source>%1 over the promise of %2</source>
        <translation>%1 über der Zusage von %2</translation>
    </message>
    <message>
        <source>of %1 promised</source>
        <translation>von zugesagten %1</translation>
    </message>
    <message>
        <source>Rolling back %1</source>
        <translation>%1 wird zurückgerollt</translation>
    </message>
    <message>
        <source>Changing %1</source>
        <translation>%1 wird geändert</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>%1 serves since %2</source>
        <translation>%1 ist seit %2 in Betrieb</translation>
    </message>
    <message>
        <source>Rolled back %1</source>
        <translation>%1 ist zurückgerollt</translation>
    </message>
    <message>
        <source>Changed %1</source>
        <translation>%1 ist geändert</translation>
    </message>
    <message>
        <source>Everything that was asked for is confirmed.</source>
        <translation>Alles, was verlangt war, ist bestätigt.</translation>
    </message>
    <message>
        <source>Not rolled back: %1</source>
        <translation>Nicht zurückgerollt: %1</translation>
    </message>
    <message>
        <source>Not done: %1</source>
        <translation>Nicht ausgeführt: %1</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Abgelehnt: %1</translation>
    </message>
    <message>
        <source>Stopped: %1</source>
        <translation>Gestoppt: %1</translation>
    </message>
    <message>
        <source>Stopped by a person. What was sent before stays as it is.</source>
        <translation>Von einer Person gestoppt. Was vorher gesendet wurde, bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Not confirmed: %1</source>
        <translation>Nicht bestätigt: %1</translation>
    </message>
    <message>
        <source>Not confirmed: %1.</source>
        <translation>Nicht bestätigt: %1.</translation>
    </message>
    <message>
        <source>serves %1 now, %2 of %3 ready</source>
        <translation>jetzt ist %1 in Betrieb, %2 von %3 bereit</translation>
    </message>
    <message>
        <source>the release of %1</source>
        <translation>das Release von %1</translation>
    </message>
    <message>
        <source>Hold to mitigate %1 in %2</source>
        <translation>Halten, um %1 in %2 zu mildern</translation>
    </message>
</context>
<context>
    <name>Entry</name>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>about to act</source>
        <translation>wird gleich ausgeführt</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>succeeded</source>
        <translation>gelungen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>misslungen</translation>
    </message>
    <message>
        <source>aborted</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>a rollback is not safe here by itself</source>
        <translation>ein Zurückrollen ist hier von selbst nicht sicher</translation>
    </message>
    <message>
        <source>it has rolled back by itself too often</source>
        <translation>es ist von selbst zu oft zurückgerollt</translation>
    </message>
    <message>
        <source>nobody answered in time</source>
        <translation>niemand hat rechtzeitig geantwortet</translation>
    </message>
    <message>
        <source>the rollback was not confirmed</source>
        <translation>das Zurückrollen wurde nicht bestätigt</translation>
    </message>
    <message>
        <source>it was rolled back and is still not healthy</source>
        <translation>es ist zurückgerollt und noch immer nicht gesund</translation>
    </message>
    <message>
        <source>it is healthy again</source>
        <translation>es ist wieder gesund</translation>
    </message>
    <message>
        <source>what it was about is over</source>
        <translation>worum es ging, ist vorbei</translation>
    </message>
    <message>
        <source>decided by %1</source>
        <translation>entschieden von %1</translation>
    </message>
    <message>
        <source>holds the rollout</source>
        <translation>hält das Ausrollen an</translation>
    </message>
    <message>
        <source>freezes it: nothing is promoted until a person lifts that</source>
        <translation>friert es ein: Nichts geht voran, bis eine Person das aufhebt</translation>
    </message>
    <message>
        <source>lets the rollout go on</source>
        <translation>lässt das Ausrollen weitergehen</translation>
    </message>
    <message>
        <source>takes its question back</source>
        <translation>nimmt ihre Frage zurück</translation>
    </message>
    <message>
        <source>tells %1</source>
        <translation>benachrichtigt %1</translation>
    </message>
    <message>
        <source>pages %1</source>
        <translation>alarmiert %1</translation>
    </message>
    <message>
        <source>asks %1 what to do</source>
        <translation>fragt %1, was zu tun ist</translation>
    </message>
    <message>
        <source>sets the flag %1 to %2</source>
        <translation>setzt das Flag %1 auf %2</translation>
    </message>
    <message>
        <source>restores the configuration %1</source>
        <translation>stellt die Konfiguration %1 wieder her</translation>
    </message>
    <message>
        <source>Policy %1 %2</source>
        <translation>Richtlinie %1 %2</translation>
    </message>
    <message>
        <source>What the policy did: %1</source>
        <translation>Was die Richtlinie tat: %1</translation>
    </message>
    <message>
        <source>keep it held</source>
        <translation>weiter anhalten</translation>
    </message>
    <message>
        <source>roll back</source>
        <translation>zurückrollen</translation>
    </message>
    <message>
        <source>freeze it</source>
        <translation>einfrieren</translation>
    </message>
    <message>
        <source>go on</source>
        <translation>weitergehen</translation>
    </message>
    <message>
        <source>%1 answered the policy&apos;s question: %2</source>
        <translation>%1 hat auf die Frage der Richtlinie geantwortet: %2</translation>
    </message>
    <message>
        <source>Policy %1 says %2</source>
        <translation>Richtlinie %1 sagt %2</translation>
    </message>
    <message>
        <source>all places</source>
        <translation>allen Orten</translation>
    </message>
    <message>
        <source>%1 lets the policies of %2 act again</source>
        <translation>%1 lässt die Richtlinien von %2 wieder handeln</translation>
    </message>
    <message>
        <source>%1 holds the automation of %2 until %3</source>
        <translation>%1 hält die Automatik von %2 bis %3 an</translation>
    </message>
    <message>
        <source>Reason given: %1</source>
        <translation>Grund nachgetragen: %1</translation>
    </message>
    <message>
        <source>(erased)</source>
        <translation>(gelöscht)</translation>
    </message>
    <message>
        <source>Sent again after an interruption: the same request, under the same key</source>
        <translation>Nach einer Unterbrechung noch einmal gesendet: dieselbe Anfrage, unter demselben Schlüssel</translation>
    </message>
    <message>
        <source>The plan has ended; its further steps are not sent</source>
        <translation>Der Plan ist beendet; seine weiteren Schritte werden nicht gesendet</translation>
    </message>
    <message>
        <source>Workspace read again: %1</source>
        <translation>Arbeitsbereich neu gelesen: %1</translation>
    </message>
    <message>
        <source>Workspace not read, the one before stays: %1</source>
        <translation>Arbeitsbereich nicht gelesen, der vorige gilt weiter: %1</translation>
    </message>
    <message>
        <source>The log begins</source>
        <translation>Das Protokoll beginnt</translation>
    </message>
    <message>
        <source>Entries are signed with the key %1 from here on</source>
        <translation>Ab hier sind Einträge mit dem Schlüssel %1 unterschrieben</translation>
    </message>
    <message>
        <source>The clock of this machine was set back by %1</source>
        <translation>Die Uhr dieser Maschine wurde um %1 zurückgestellt</translation>
    </message>
    <message>
        <source>The clock of this machine was set forward by %1</source>
        <translation>Die Uhr dieser Maschine wurde um %1 vorgestellt</translation>
    </message>
    <message>
        <source>Damage of the log was found and repaired at the start</source>
        <translation>Ein Schaden am Protokoll wurde beim Start gefunden und behoben</translation>
    </message>
    <message>
        <source>After the rollback: %1</source>
        <translation>Nach dem Zurückrollen: %1</translation>
    </message>
    <message>
        <source>Decided on an approval</source>
        <translation>Über eine Freigabe entschieden</translation>
    </message>
    <message>
        <source>Evidence of %1 entries was exported</source>
        <translation>Belege von %1 Einträgen wurden ausgegeben</translation>
    </message>
    <message>
        <source>What %1 said was erased</source>
        <translation>Was %1 sagte, wurde gelöscht</translation>
    </message>
    <message>
        <source>Personal words may be erased again</source>
        <translation>Persönliche Worte dürfen wieder gelöscht werden</translation>
    </message>
    <message>
        <source>What %1 said may be erased again</source>
        <translation>Was %1 sagte, darf wieder gelöscht werden</translation>
    </message>
    <message>
        <source>No personal words may be erased</source>
        <translation>Keine persönlichen Worte dürfen gelöscht werden</translation>
    </message>
    <message>
        <source>What %1 said may not be erased</source>
        <translation>Was %1 sagte, darf nicht gelöscht werden</translation>
    </message>
    <message>
        <source>%1 refuses entry %2 of the log</source>
        <translation>%1 nimmt Eintrag %2 des Protokolls nicht an</translation>
    </message>
    <message>
        <source>%1 entries could not be recorded when it was done, and follow here</source>
        <translation>%1 Einträge konnten nicht festgehalten werden, als es geschah, und folgen hier</translation>
    </message>
    <message>
        <source>The key of this device was followed by %1</source>
        <translation>Dem Schlüssel dieses Geräts folgte %1</translation>
    </message>
    <message>
        <source>The key %1 was revoked: what it signed behind entry %2 is disputed</source>
        <translation>Der Schlüssel %1 wurde widerrufen: Was er hinter Eintrag %2 unterschrieben hat, ist strittig</translation>
    </message>
    <message>
        <source>The key %1 signs emergencies while the key of this device is out of reach</source>
        <translation>Der Schlüssel %1 unterschreibt Notfälle, solange der Schlüssel dieses Geräts nicht erreichbar ist</translation>
    </message>
    <message>
        <source>A second person has to look at what went past the gate %1</source>
        <translation>Eine zweite Person muss ansehen, was am Tor %1 vorbeiging</translation>
    </message>
    <message>
        <source>%1 asks for approval at the gate %2: %3</source>
        <translation>%1 bittet am Tor %2 um Freigabe: %3</translation>
    </message>
    <message>
        <source>%1 approves at the gate %2</source>
        <translation>%1 gibt am Tor %2 frei</translation>
    </message>
    <message>
        <source>%1 rejects at the gate %2</source>
        <translation>%1 lehnt am Tor %2 ab</translation>
    </message>
    <message>
        <source>%1 hands the approval at the gate %2 to %3</source>
        <translation>%1 gibt die Freigabe am Tor %2 an %3 weiter</translation>
    </message>
    <message>
        <source>The approval at the gate %1 lets its plan go</source>
        <translation>Die Freigabe am Tor %1 lässt ihren Plan gehen</translation>
    </message>
    <message>
        <source>%1 takes the request at the gate %2 back</source>
        <translation>%1 nimmt die Anfrage am Tor %2 zurück</translation>
    </message>
    <message>
        <source>%1 breaks the glass of the gate %2: %3</source>
        <translation>%1 schlägt das Glas des Tors %2 ein: %3</translation>
    </message>
    <message>
        <source>%1 was refused: %2</source>
        <translation>%1 wurde abgewiesen: %2</translation>
    </message>
    <message>
        <source>The policy file %1 was edited</source>
        <translation>Die Richtliniendatei %1 wurde bearbeitet</translation>
    </message>
    <message>
        <source>%1 pins the rules about people, roles and gates: %2</source>
        <translation>%1 legt die Regeln über Personen, Rollen und Tore fest: %2</translation>
    </message>
    <message>
        <source>This device holds nothing of what %1 said any more: another device erased it</source>
        <translation>Dieses Gerät hat nichts mehr von dem, was %1 gesagt hat: Ein anderes Gerät hat es gelöscht</translation>
    </message>
    <message>
        <source>Heads of the shared log %1 are signed from here on</source>
        <translation>Köpfe des gemeinsamen Protokolls %1 werden ab hier unterschrieben</translation>
    </message>
    <message>
        <source>Heads of the shared log are cosigned as %1</source>
        <translation>Köpfe des gemeinsamen Protokolls werden als %1 mitunterschrieben</translation>
    </message>
    <message>
        <source>A PIN was set on this device</source>
        <translation>Auf diesem Gerät wurde eine PIN gesetzt</translation>
    </message>
    <message>
        <source>The PIN of this device was changed</source>
        <translation>Die PIN dieses Geräts wurde geändert</translation>
    </message>
    <message>
        <source>Right again in the shared log</source>
        <translation>Im gemeinsamen Protokoll wieder richtig</translation>
    </message>
    <message>
        <source>Alarm of the shared log</source>
        <translation>Alarm des gemeinsamen Protokolls</translation>
    </message>
    <message>
        <source>%1 is not told of this by itself: it was told something else a moment ago</source>
        <translation>%1 wird hiervon nicht eigens benachrichtigt: Gerade eben wurde anderes gemeldet</translation>
    </message>
    <message>
        <source>Tell %1</source>
        <translation>%1 benachrichtigen</translation>
    </message>
    <message>
        <source>it may arrive twice</source>
        <translation>sie kann zweimal ankommen</translation>
    </message>
    <message>
        <source>The message was taken</source>
        <translation>Die Nachricht wurde angenommen</translation>
    </message>
    <message>
        <source>The message did not get through</source>
        <translation>Die Nachricht kam nicht durch</translation>
    </message>
    <message>
        <source>The message was refused</source>
        <translation>Die Nachricht wurde abgelehnt</translation>
    </message>
    <message>
        <source>Whether the message arrived is not known</source>
        <translation>Ob die Nachricht ankam, ist nicht bekannt</translation>
    </message>
    <message>
        <source>Needs a person</source>
        <translation>Braucht einen Menschen</translation>
    </message>
    <message>
        <source>Needs a person, %1 first</source>
        <translation>Braucht einen Menschen, zuerst %1</translation>
    </message>
    <message>
        <source>%1 has taken it over</source>
        <translation>%1 hat es übernommen</translation>
    </message>
    <message>
        <source>Nobody took it over in time: all are told again</source>
        <translation>Niemand hat es rechtzeitig übernommen: Alle werden noch einmal benachrichtigt</translation>
    </message>
    <message>
        <source>Nobody took it over in time, and nobody more is told</source>
        <translation>Niemand hat es rechtzeitig übernommen, und niemand weiter wird benachrichtigt</translation>
    </message>
    <message>
        <source>Needs nobody any more</source>
        <translation>Braucht niemanden mehr</translation>
    </message>
    <message>
        <source>%1 did a step of the runbook: %2</source>
        <translation>%1 hat einen Schritt des Runbooks getan: %2</translation>
    </message>
    <message>
        <source>%1 took back a step of the runbook: %2</source>
        <translation>%1 hat einen Schritt des Runbooks zurückgenommen: %2</translation>
    </message>
    <message>
        <source>The edit of the policy file %1 was not written</source>
        <translation>Die Bearbeitung der Richtliniendatei %1 wurde nicht geschrieben</translation>
    </message>
    <message>
        <source>Nothing was sent: the approval at the gate %1 lets another plan go</source>
        <translation>Nichts wurde gesendet: Die Freigabe am Tor %1 lässt einen anderen Plan gehen</translation>
    </message>
    <message>
        <source>On call: %1</source>
        <translation>Bereitschaft: %1</translation>
    </message>
    <message>
        <source>The key %1 of the device %2 was revoked: what it signed behind its entry %3 is disputed</source>
        <translation>Der Schlüssel %1 des Geräts %2 wurde widerrufen: Was er hinter dessen Eintrag %3 unterschrieben hat, ist strittig</translation>
    </message>
</context>
<context>
    <name>EntryDetail</name>
    <message>
        <source>erased, or not readable on this machine</source>
        <translation>gelöscht, oder auf diesem Rechner nicht lesbar</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>Richtlinie</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Belege</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>Vorgang</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>Was daraus wurde</translation>
    </message>
    <message>
        <source>The operation that it belongs to</source>
        <translation>Der Vorgang, zu dem er gehört</translation>
    </message>
    <message>
        <source>It has no outcome yet</source>
        <translation>Noch ohne Ergebnis</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Beweis</translation>
    </message>
    <message>
        <source>whole log checked %1 ago</source>
        <translation>ganzes Protokoll vor %1 geprüft</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signatur</translation>
    </message>
    <message>
        <source>valid, of this log&apos;s device key</source>
        <translation>gültig, vom Geräteschlüssel dieses Protokolls</translation>
    </message>
    <message>
        <source>not checked since it was recorded</source>
        <translation>seit der Aufzeichnung nicht geprüft</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>Kette</translation>
    </message>
    <message>
        <source>entry %1 of %2</source>
        <translation>Eintrag %1 von %2</translation>
    </message>
    <message>
        <source>In the tree</source>
        <translation>Im Baum</translation>
    </message>
    <message>
        <source>leaf %1 of %2</source>
        <translation>Blatt %1 von %2</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Siegel</translation>
    </message>
    <message>
        <source>signed at %1 covers it</source>
        <translation>bei %1 signiert, deckt ihn</translation>
    </message>
    <message>
        <source>none covers it yet</source>
        <translation>noch keines deckt ihn</translation>
    </message>
    <message>
        <source>Verdict changed</source>
        <translation>Urteil geändert</translation>
    </message>
    <message>
        <source>Automation held</source>
        <translation>Automatik angehalten</translation>
    </message>
    <message>
        <source>Automation released</source>
        <translation>Automatik freigegeben</translation>
    </message>
    <message>
        <source>Reason given later</source>
        <translation>Grund nachgereicht</translation>
    </message>
    <message>
        <source>Workspace changed</source>
        <translation>Arbeitsbereich geändert</translation>
    </message>
    <message>
        <source>Workspace refused</source>
        <translation>Arbeitsbereich abgelehnt</translation>
    </message>
    <message>
        <source>Beginning of the log</source>
        <translation>Beginn des Protokolls</translation>
    </message>
    <message>
        <source>Damage found</source>
        <translation>Schaden gefunden</translation>
    </message>
    <message>
        <source>Gap of the log</source>
        <translation>Lücke im Protokoll</translation>
    </message>
    <message>
        <source>Export of the log</source>
        <translation>Export des Protokolls</translation>
    </message>
    <message>
        <source>Personal data erased</source>
        <translation>Personendaten gelöscht</translation>
    </message>
    <message>
        <source>Erasure blocked</source>
        <translation>Löschung gesperrt</translation>
    </message>
    <message>
        <source>Key enrolled</source>
        <translation>Schlüssel eingetragen</translation>
    </message>
    <message>
        <source>Clock set</source>
        <translation>Uhr gestellt</translation>
    </message>
    <message>
        <source>Answer to a policy</source>
        <translation>Antwort an eine Richtlinie</translation>
    </message>
    <message>
        <source>Outcome of a policy&apos;s act</source>
        <translation>Ergebnis der Tat einer Richtlinie</translation>
    </message>
    <message>
        <source>After a policy&apos;s rollback</source>
        <translation>Nach dem Rollback einer Richtlinie</translation>
    </message>
    <message>
        <source>Rollback: %1</source>
        <translation>Rollback: %1</translation>
    </message>
    <message>
        <source>Promotion: %1</source>
        <translation>Promotion: %1</translation>
    </message>
    <message>
        <source>Flag: %1</source>
        <translation>Flag: %1</translation>
    </message>
    <message>
        <source>Several places: %1</source>
        <translation>Mehrere Orte: %1</translation>
    </message>
    <message>
        <source>intent</source>
        <translation>Absicht</translation>
    </message>
    <message>
        <source>attempt</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>Policy: %1</source>
        <translation>Richtlinie: %1</translation>
    </message>
    <message>
        <source>rollback</source>
        <translation>Rollback</translation>
    </message>
    <message>
        <source>promotion</source>
        <translation>Promotion</translation>
    </message>
    <message>
        <source>flag</source>
        <translation>Flag</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>policy</source>
        <translation>Richtlinie</translation>
    </message>
    <message>
        <source>automation</source>
        <translation>Automatik</translation>
    </message>
    <message>
        <source>several</source>
        <translation>mehrere</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>approval</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>break-glass</source>
        <translation>Notzugriff</translation>
    </message>
    <message>
        <source>workspace</source>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>privacy</source>
        <translation>Datenschutz</translation>
    </message>
    <message>
        <source>journal</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>policy %1</source>
        <translation>Richtlinie %1</translation>
    </message>
    <message>
        <source>%1, %2 ago</source>
        <translation>%1, vor %2</translation>
    </message>
    <message>
        <source>local</source>
        <translation>lokal</translation>
    </message>
    <message>
        <source>shared</source>
        <translation>geteilt</translation>
    </message>
    <message>
        <source>sealed</source>
        <translation>besiegelt</translation>
    </message>
    <message>
        <source>witnessed</source>
        <translation>bezeugt</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>versandt</translation>
    </message>
    <message>
        <source>sign-in with the identity provider</source>
        <translation>Anmeldung beim Identitätsanbieter</translation>
    </message>
    <message>
        <source>PIN, given for this</source>
        <translation>PIN, dafür eingegeben</translation>
    </message>
    <message>
        <source>the last name known here: the sign-in had ended and proves nothing</source>
        <translation>der zuletzt bekannte Name: Die Anmeldung war abgelaufen und beweist nichts</translation>
    </message>
    <message>
        <source>Known by</source>
        <translation>Bekannt durch</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Kopien</translation>
    </message>
    <message>
        <source>refused it</source>
        <translation>hat ihn abgelehnt</translation>
    </message>
    <message>
        <source>handed over, not acknowledged</source>
        <translation>übergeben, nicht bestätigt</translation>
    </message>
    <message>
        <source>has it</source>
        <translation>hat ihn</translation>
    </message>
    <message>
        <source>not yet; never answered</source>
        <translation>noch nicht; hat nie geantwortet</translation>
    </message>
    <message>
        <source>not yet; answered %1 ago</source>
        <translation>noch nicht; hat vor %1 geantwortet</translation>
    </message>
    <message>
        <source>%1 before it</source>
        <translation>%1 davor</translation>
    </message>
    <message>
        <source>Alarm of the shared log</source>
        <translation>Alarm des gemeinsamen Protokolls</translation>
    </message>
    <message>
        <source>Shared log right again</source>
        <translation>Gemeinsames Protokoll wieder richtig</translation>
    </message>
    <message>
        <source>Erasure acknowledged</source>
        <translation>Löschung bestätigt</translation>
    </message>
    <message>
        <source>Key for heads named</source>
        <translation>Schlüssel für Köpfe genannt</translation>
    </message>
    <message>
        <source>Key of the shared log named</source>
        <translation>Schlüssel des gemeinsamen Protokolls genannt</translation>
    </message>
    <message>
        <source>Policy edited</source>
        <translation>Richtlinie bearbeitet</translation>
    </message>
    <message>
        <source>Key followed by another</source>
        <translation>Schlüssel abgelöst</translation>
    </message>
    <message>
        <source>Key revoked</source>
        <translation>Schlüssel widerrufen</translation>
    </message>
    <message>
        <source>PIN set</source>
        <translation>PIN gesetzt</translation>
    </message>
    <message>
        <source>PIN changed</source>
        <translation>PIN geändert</translation>
    </message>
    <message>
        <source>On call handed over</source>
        <translation>Bereitschaft übergeben</translation>
    </message>
</context>
<context>
    <name>Escalation</name>
    <message>
        <source>the program ended before an answer came</source>
        <translation>das Programm endete, bevor eine Antwort kam</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>the rollback was not confirmed</source>
        <translation>die Rückkehr wurde nicht bestätigt</translation>
    </message>
    <message>
        <source>rolled back, and still not healthy</source>
        <translation>zurückgekehrt und noch immer nicht gesund</translation>
    </message>
    <message>
        <source>a rollback is not safe here by itself</source>
        <translation>eine Rückkehr von selbst ist hier nicht sicher</translation>
    </message>
    <message>
        <source>it has rolled back by itself too often</source>
        <translation>es ist schon zu oft von selbst zurückgekehrt</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1; %2</translation>
    </message>
    <message>
        <source>another rollout is on its way</source>
        <translation>ein anderer Rollout ist unterwegs</translation>
    </message>
    <message>
        <source>the question is answered, or no longer asked</source>
        <translation>die Frage ist beantwortet oder wird nicht mehr gestellt</translation>
    </message>
    <message>
        <source>rolled back, and recovered after %1</source>
        <translation>zurückgekehrt und nach %1 erholt</translation>
    </message>
    <message>
        <source>the rollout has ended</source>
        <translation>der Rollout ist beendet</translation>
    </message>
    <message>
        <source>healthy again</source>
        <translation>wieder gesund</translation>
    </message>
    <message>
        <source>Nothing happens by itself.</source>
        <translation>Von selbst geschieht nichts.</translation>
    </message>
    <message>
        <source>Unless somebody acts it %1 by itself at %2.</source>
        <translation>Wenn niemand eingreift: Es %1 von selbst um %2.</translation>
    </message>
    <message>
        <source>Unless somebody acts it %1 by itself.</source>
        <translation>Wenn niemand eingreift: Es %1 von selbst.</translation>
    </message>
    <message>
        <source>%1 since %2</source>
        <translation>%1 seit %2</translation>
    </message>
    <message>
        <source>[%1] %2: %3</source>
        <translation>[%1] %2: %3</translation>
    </message>
    <message>
        <source>Over: %1</source>
        <translation>Vorbei: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>It needs nobody any more: %1.</source>
        <translation>Es braucht niemanden mehr: %1.</translation>
    </message>
    <message>
        <source>Somebody has taken it over.</source>
        <translation>Jemand hat es übernommen.</translation>
    </message>
    <message>
        <source>Policy %1: %2</source>
        <translation>Policy %1: %2</translation>
    </message>
    <message>
        <source>Rollout %1.</source>
        <translation>Rollout %1.</translation>
    </message>
    <message>
        <source>Next to be told, unless somebody takes it over: %1, at %2.</source>
        <translation>Wenn es niemand übernimmt, wird als Nächstes benachrichtigt: %1, um %2.</translation>
    </message>
    <message>
        <source>Take it over: asternctl ack %1</source>
        <translation>Übernehmen: asternctl ack %1</translation>
    </message>
    <message>
        <source>%1 more messages were held back since the last one: %2.</source>
        <translation>%1 weitere Nachrichten wurden seit der letzten zurückgehalten: %2.</translation>
    </message>
    <message>
        <source>they are over by now</source>
        <translation>sie sind inzwischen vorbei</translation>
    </message>
    <message>
        <source>It may reach you twice: whether the first one arrived is not known.</source>
        <translation>Sie kann Sie zweimal erreichen: Ob die erste angekommen ist, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>[%1] A test of Astern&apos;s notifications</source>
        <translation>[%1] Ein Test der Benachrichtigungen von Astern</translation>
    </message>
    <message>
        <source>A person asked for this message. Nothing is wrong, and nobody needs to do anything.</source>
        <translation>Jemand hat um diese Nachricht gebeten. Es ist nichts passiert, und niemand muss etwas tun.</translation>
    </message>
    <message>
        <source>%1: test</source>
        <translation>%1: Test</translation>
    </message>
    <message>
        <source>a policy pages people</source>
        <translation>eine Policy ruft Menschen</translation>
    </message>
    <message>
        <source>a policy tells people</source>
        <translation>eine Policy benachrichtigt Menschen</translation>
    </message>
    <message>
        <source>a policy asks what to do</source>
        <translation>eine Policy fragt, was zu tun ist</translation>
    </message>
    <message>
        <source>a gate waits for people</source>
        <translation>ein Tor wartet auf Menschen</translation>
    </message>
    <message>
        <source>a review is overdue</source>
        <translation>eine Nachschau ist überfällig</translation>
    </message>
    <message>
        <source>%1: is being told</source>
        <translation>%1: wird benachrichtigt</translation>
    </message>
    <message>
        <source>%1: told at %2, with others</source>
        <translation>%1: um %2 mit anderem benachrichtigt</translation>
    </message>
    <message>
        <source>%1: told at %2</source>
        <translation>%1: um %2 benachrichtigt</translation>
    </message>
    <message>
        <source>%1: not reached, tried again at %2: %3</source>
        <translation>%1: nicht erreicht, neuer Versuch um %2: %3</translation>
    </message>
    <message>
        <source>%1: told perhaps at %2: %3</source>
        <translation>%1: um %2 vielleicht benachrichtigt: %3</translation>
    </message>
    <message>
        <source>%1: not reached: %2</source>
        <translation>%1: nicht erreicht: %2</translation>
    </message>
    <message>
        <source>%1: held back, it was told something else a moment ago</source>
        <translation>%1: zurückgehalten, gerade eben wurde anderes gemeldet</translation>
    </message>
    <message>
        <source>over: %1</source>
        <translation>vorbei: %1</translation>
    </message>
    <message>
        <source>taken over by %1 at %2</source>
        <translation>von %1 um %2 übernommen</translation>
    </message>
    <message>
        <source>nobody outside has been told</source>
        <translation>außerhalb wurde niemand benachrichtigt</translation>
    </message>
    <message>
        <source>nobody took it over; last %1</source>
        <translation>niemand hat es übernommen; zuletzt %1</translation>
    </message>
    <message>
        <source>next %1 at %2</source>
        <translation>als Nächstes %1 um %2</translation>
    </message>
    <message>
        <source>all of them again at %1</source>
        <translation>um %1 alle noch einmal</translation>
    </message>
    <message>
        <source>nobody else, from %1 on</source>
        <translation>ab %1 niemand mehr</translation>
    </message>
    <message>
        <source>Tell %1, try %2</source>
        <translation>%1 benachrichtigen, Versuch %2</translation>
    </message>
    <message>
        <source>Tell %1</source>
        <translation>%1 benachrichtigen</translation>
    </message>
    <message>
        <source>Tell %1 that somebody has taken it over</source>
        <translation>%1 sagen, dass es jemand übernommen hat</translation>
    </message>
    <message>
        <source>Tell %1 that it is over</source>
        <translation>%1 sagen, dass es vorbei ist</translation>
    </message>
    <message>
        <source>somebody went past a gate</source>
        <translation>jemand ist an einem Gate vorbeigegangen</translation>
    </message>
    <message>
        <source>%1 waits at gate %2, where %3 of %4 people have signed; sign with: %5</source>
        <translation>%1 wartet am Gate %2, wo %3 von %4 Personen unterschrieben haben; unterschreiben mit: %5</translation>
    </message>
    <message>
        <source>%1 went past gate %2, and a second person has to countersign; sign with: %3</source>
        <translation>%1 ging am Gate %2 vorbei, und eine zweite Person muss gegenzeichnen; unterschreiben mit: %3</translation>
    </message>
    <message>
        <source>%1 went past gate %2, and nobody has countersigned it in time; sign with: %3</source>
        <translation>%1 ging am Gate %2 vorbei, und niemand hat rechtzeitig gegengezeichnet; unterschreiben mit: %3</translation>
    </message>
</context>
<context>
    <name>ExecPlugin</name>
    <message>
        <source>it printed nothing</source>
        <translation>es hat nichts ausgegeben</translation>
    </message>
    <message>
        <source>what it printed is no JSON</source>
        <translation>seine Ausgabe ist kein JSON</translation>
    </message>
    <message>
        <source>what it printed is no ExecCredential</source>
        <translation>seine Ausgabe ist kein ExecCredential</translation>
    </message>
    <message>
        <source>it answers as %1, the kubeconfig says %2</source>
        <translation>es antwortet als %1, die kubeconfig sagt %2</translation>
    </message>
    <message>
        <source>Set apiVersion of the plugin in the kubeconfig to what it speaks.</source>
        <translation>Setzen Sie apiVersion des Plugins in der kubeconfig auf das, was es spricht.</translation>
    </message>
    <message>
        <source>it gave neither a token nor a certificate</source>
        <translation>es gab weder ein Token noch ein Zertifikat</translation>
    </message>
    <message>
        <source>its token has a line break in it</source>
        <translation>sein Token enthält einen Zeilenumbruch</translation>
    </message>
    <message>
        <source>its certificate cannot be used: %1</source>
        <translation>sein Zertifikat lässt sich nicht verwenden: %1</translation>
    </message>
    <message>
        <source>its expirationTimestamp is no time</source>
        <translation>sein expirationTimestamp ist keine Zeit</translation>
    </message>
    <message>
        <source>it did not end within %1</source>
        <translation>es endete nicht innerhalb von %1</translation>
    </message>
    <message>
        <source>Run it by hand: it may be waiting for you.</source>
        <translation>Führen Sie es von Hand aus: Vielleicht wartet es auf Sie.</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>The file was not written: %1</source>
        <translation>Die Datei wurde nicht geschrieben: %1</translation>
    </message>
    <message>
        <source>Choose another folder, or make room in this one.</source>
        <translation>Wählen Sie einen anderen Ordner, oder schaffen Sie in diesem Platz.</translation>
    </message>
</context>
<context>
    <name>FirstWorkspace</name>
    <message>
        <source>%1: no known metric has a label with its name; it has no signals.</source>
        <translation>%1: Keine bekannte Metrik hat ein Label mit diesem Namen; es gibt keine Signale.</translation>
    </message>
    <message>
        <source>%1: the labels of %2 do not tell its places apart; it has no signals.</source>
        <translation>%1: Die Labels von %2 unterscheiden die Orte nicht; es gibt keine Signale.</translation>
    </message>
    <message>
        <source>%1: %2 has no samples of it in %3/%4.</source>
        <translation>%1: %2 hat dafür keine Messwerte in %3/%4.</translation>
    </message>
    <message>
        <source>%1: no label of %2 tells its new version from the stable one.</source>
        <translation>%1: Kein Label von %2 unterscheidet die neue Version von der stabilen.</translation>
    </message>
    <message>
        <source>namespace %1</source>
        <translation>Namensraum %1</translation>
    </message>
    <message>
        <source>context %1</source>
        <translation>Kontext %1</translation>
    </message>
    <message>
        <source>Neither a Rollout nor a Deployment was found.</source>
        <translation>Weder ein Rollout noch ein Deployment wurde gefunden.</translation>
    </message>
    <message>
        <source>Neither context nor namespace names an environment for some services: they are in &quot;%1&quot;.</source>
        <translation>Für manche Dienste nennt weder Kontext noch Namensraum eine Umgebung: Sie sind in „%1“.</translation>
    </message>
</context>
<context>
    <name>Flag</name>
    <message>
        <source>not known: %1</source>
        <translation>nicht bekannt: %1</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>archiviert</translation>
    </message>
    <message>
        <source>on, %1</source>
        <translation>an, %1</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 by %2, %3</source>
        <translation>%1 von %2, %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 is no percentage of users</source>
        <translation>%1 ist kein Prozentsatz von Nutzern</translation>
    </message>
    <message>
        <source>A whole number from 0 to 100.</source>
        <translation>Eine ganze Zahl von 0 bis 100.</translation>
    </message>
</context>
<context>
    <name>GateRow</name>
    <message>
        <source>paused by a person</source>
        <translation>von einer Person angehalten</translation>
    </message>
    <message>
        <source>step %1 of %2, until somebody goes on</source>
        <translation>Schritt %1 von %2, bis jemand weitergeht</translation>
    </message>
    <message>
        <source>it waits until somebody goes on</source>
        <translation>es wartet, bis jemand weitergeht</translation>
    </message>
    <message>
        <source>%1, for %2</source>
        <translation>%1, seit %2</translation>
    </message>
    <message>
        <source>Whoever may %1 ends it.</source>
        <translation>Wer %1 darf, beendet es.</translation>
    </message>
    <message>
        <source>This version cannot plan what the request is about: %1</source>
        <translation>Diese Version kann nicht planen, worum es in der Anfrage geht: %1</translation>
    </message>
    <message>
        <source>Overdue: a second person had to countersign by now.</source>
        <translation>Überfällig: Eine zweite Person hätte bis jetzt gegenzeichnen müssen.</translation>
    </message>
    <message>
        <source>A second person has to countersign within %1.</source>
        <translation>Eine zweite Person muss innerhalb von %1 gegenzeichnen.</translation>
    </message>
    <message>
        <source>%1 It cannot be compared with what would be done now: %2</source>
        <translation>%1 Es lässt sich nicht mit dem vergleichen, was jetzt getan würde: %2</translation>
    </message>
    <message>
        <source>No edit of %1 waits here</source>
        <translation>Hier wartet keine Änderung von %1</translation>
    </message>
    <message>
        <source>Bring the files of the workspace up to date, and look again.</source>
        <translation>Die Dateien des Workspace auf den neuesten Stand bringen und noch einmal nachsehen.</translation>
    </message>
    <message>
        <source>The gate %1 no longer stands before this</source>
        <translation>Das Gate %1 steht nicht mehr davor</translation>
    </message>
    <message>
        <source>It expired with %1 of %2 approvals.</source>
        <translation>Sie ist mit %1 von %2 Freigaben abgelaufen.</translation>
    </message>
    <message>
        <source>This version cannot read which device it is about</source>
        <translation>Diese Version kann nicht lesen, um welches Gerät es geht</translation>
    </message>
</context>
<context>
    <name>GateSight</name>
    <message>
        <source>The workspace is read-only.</source>
        <translation>Der Arbeitsbereich ist nur zum Lesen.</translation>
    </message>
    <message>
        <source>This session can only look.</source>
        <translation>Diese Sitzung kann nur ansehen.</translation>
    </message>
    <message>
        <source>The log has not been read: nobody knows what was signed.</source>
        <translation>Das Protokoll ist nicht gelesen: Niemand weiß, was unterzeichnet wurde.</translation>
    </message>
    <message>
        <source>it has been used already</source>
        <translation>sie wurde schon verbraucht</translation>
    </message>
    <message>
        <source>What was asked for is not what would be done now. Whoever wants it asks again.</source>
        <translation>Was erbeten wurde, ist nicht, was jetzt getan würde. Wer es will, bittet erneut.</translation>
    </message>
    <message>
        <source>The backend no longer waits.</source>
        <translation>Das Backend wartet nicht mehr.</translation>
    </message>
    <message>
        <source>%1 has told nothing yet, so what was asked for cannot be compared with what would be done now.</source>
        <translation>%1 hat noch nichts gemeldet; was erbeten wurde, lässt sich nicht damit vergleichen, was jetzt getan würde.</translation>
    </message>
    <message>
        <source>%1 has been silent for %2, so what was asked for cannot be compared with what would be done now.</source>
        <translation>%1 schweigt seit %2; was erbeten wurde, lässt sich nicht damit vergleichen, was jetzt getan würde.</translation>
    </message>
    <message>
        <source>The glass of %1 stays whole: %2.</source>
        <translation>Das Glas von %1 bleibt heil: %2.</translation>
    </message>
</context>
<context>
    <name>GateWords</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, handed on by %2</source>
        <translation>%1, weitergegeben von %2</translation>
    </message>
    <message>
        <source>What changed since it was asked for</source>
        <translation>Was sich seit der Bitte geändert hat</translation>
    </message>
    <message>
        <source>What was done past the gate</source>
        <translation>Was am Tor vorbei getan wurde</translation>
    </message>
    <message>
        <source>What it was about</source>
        <translation>Worum es ging</translation>
    </message>
    <message>
        <source>What would be done</source>
        <translation>Was getan würde</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>then</source>
        <translation>dann</translation>
    </message>
    <message>
        <source>act</source>
        <translation>Vorhaben</translation>
    </message>
    <message>
        <source>object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>What it rests on</source>
        <translation>Worauf es beruht</translation>
    </message>
    <message>
        <source>press to copy</source>
        <translation>drücken kopiert</translation>
    </message>
    <message>
        <source>plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>manifest</source>
        <translation>Manifest</translation>
    </message>
    <message>
        <source>serving now</source>
        <translation>bedient jetzt</translation>
    </message>
    <message>
        <source>gate&apos;s rule</source>
        <translation>Regel des Tors</translation>
    </message>
    <message>
        <source>policy</source>
        <translation>Richtlinie</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Was sich ändert</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>and %1 more on the rollout&apos;s screen</source>
        <translation>und %1 mehr auf der Seite des Rollouts</translation>
    </message>
    <message>
        <source>Signals at this moment</source>
        <translation>Signale in diesem Augenblick</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message>
        <source>%1 old</source>
        <translation>%1 alt</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>Grenze %1</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>mindestens %1</translation>
    </message>
    <message>
        <source>stable %1</source>
        <translation>stabil %1</translation>
    </message>
    <message>
        <source>If it goes wrong</source>
        <translation>Wenn es schiefgeht</translation>
    </message>
    <message>
        <source>it can go back to %1</source>
        <translation>es kann zu %1 zurück</translation>
    </message>
    <message>
        <source>%1, owner</source>
        <translation>%1, Eigentümer</translation>
    </message>
    <message>
        <source>countersigned</source>
        <translation>gegengezeichnet</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>unterzeichnet</translation>
    </message>
    <message>
        <source>%1, %2 ago</source>
        <translation>%1, vor %2</translation>
    </message>
    <message>
        <source>on device %1</source>
        <translation>an Gerät %1</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>used</source>
        <translation>verbraucht</translation>
    </message>
    <message>
        <source>who may</source>
        <translation>wer darf</translation>
    </message>
    <message>
        <source>anybody but those whom the rules below leave out</source>
        <translation>alle außer denen, die die Regeln unten ausschließen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>you</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>may sign</source>
        <translation>dürfen unterzeichnen</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>broke the glass</source>
        <translation>schlug das Glas ein</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>bat</translation>
    </message>
    <message>
        <source>1 person signs</source>
        <translation>1 Person unterzeichnet</translation>
    </message>
    <message>
        <source>%1 different people sign</source>
        <translation>%1 verschiedene Personen unterzeichnen</translation>
    </message>
    <message>
        <source>one of them is of %1, who own it</source>
        <translation>eine davon ist von %1, denen es gehört</translation>
    </message>
    <message>
        <source>nobody signs what they asked for</source>
        <translation>niemand unterzeichnet, worum er selbst bat</translation>
    </message>
    <message>
        <source>not who made the change: the manifest names nobody</source>
        <translation>nicht wer die Änderung machte: Das Manifest nennt niemanden</translation>
    </message>
    <message>
        <source>not who made the change: %1</source>
        <translation>nicht wer die Änderung machte: %1</translation>
    </message>
    <message>
        <source>healthy for %1</source>
        <translation>gesund seit %1</translation>
    </message>
    <message>
        <source>for %1 now</source>
        <translation>jetzt seit %1</translation>
    </message>
    <message>
        <source>not known to be</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>a rehearsed rollback in the last %1</source>
        <translation>ein geprobtes Zurück in den letzten %1</translation>
    </message>
    <message>
        <source>none is recorded</source>
        <translation>keines ist verzeichnet</translation>
    </message>
    <message>
        <source>its readiness is green</source>
        <translation>seine Bereitschaft ist grün</translation>
    </message>
    <message>
        <source>nothing measures it yet</source>
        <translation>noch misst sie nichts</translation>
    </message>
    <message>
        <source>By when</source>
        <translation>Bis wann</translation>
    </message>
    <message>
        <source>Which conditions hold</source>
        <translation>Welche Bedingungen gelten</translation>
    </message>
    <message>
        <source>a second person signs by %1</source>
        <translation>eine zweite Person unterzeichnet bis %1</translation>
    </message>
    <message>
        <source>it is decided by %1</source>
        <translation>entschieden wird bis %1</translation>
    </message>
    <message>
        <source>What was asked for is not what would be done now: no signature on it counts.</source>
        <translation>Was erbeten wurde, ist nicht, was jetzt getan würde: Keine Unterschrift darauf zählt.</translation>
    </message>
    <message>
        <source>Whoever wants it asks again.</source>
        <translation>Wer es will, bittet erneut.</translation>
    </message>
    <message>
        <source>Approved: you can go on with it on the rollout&apos;s screen.</source>
        <translation>Freigegeben: Auf der Seite des Rollouts können Sie fortfahren.</translation>
    </message>
    <message>
        <source>Approved: whoever asked can go on with it.</source>
        <translation>Freigegeben: Wer darum bat, kann fortfahren.</translation>
    </message>
    <message>
        <source>Your signature completes the gate.</source>
        <translation>Ihre Unterschrift öffnet das Tor.</translation>
    </message>
    <message>
        <source>Your signature is one of the %1 that are missing.</source>
        <translation>Ihre Unterschrift ist eine der %1, die fehlen.</translation>
    </message>
    <message>
        <source>You asked for it.</source>
        <translation>Sie haben darum gebeten.</translation>
    </message>
    <message>
        <source>You may not sign: %1</source>
        <translation>Sie dürfen nicht unterzeichnen: %1</translation>
    </message>
    <message>
        <source>Overdue for %1: a second person had to look at this.</source>
        <translation>Überfällig seit %1: Eine zweite Person musste das ansehen.</translation>
    </message>
    <message>
        <source>Somebody went past the gate. A second person has to look at it within %1.</source>
        <translation>Jemand ging am Tor vorbei. Eine zweite Person muss es innerhalb von %1 ansehen.</translation>
    </message>
    <message>
        <source>You can countersign it.</source>
        <translation>Sie können gegenzeichnen.</translation>
    </message>
    <message>
        <source>You may not countersign it: %1</source>
        <translation>Sie dürfen nicht gegenzeichnen: %1</translation>
    </message>
    <message>
        <source>You can end it on the rollout&apos;s screen.</source>
        <translation>Auf der Seite des Rollouts können Sie sie beenden.</translation>
    </message>
    <message>
        <source>promote up to %1</source>
        <translation>weiterschalten bis %1</translation>
    </message>
    <message>
        <source>promote to 100 %</source>
        <translation>weiterschalten auf 100 %</translation>
    </message>
    <message>
        <source>promote to 100 % at once</source>
        <translation>sofort auf 100 % weiterschalten</translation>
    </message>
    <message>
        <source>resume</source>
        <translation>fortsetzen</translation>
    </message>
    <message>
        <source>retry</source>
        <translation>erneut versuchen</translation>
    </message>
    <message>
        <source>edit of a policy</source>
        <translation>Änderung einer Richtlinie</translation>
    </message>
    <message>
        <source>switch a flag on</source>
        <translation>ein Flag einschalten</translation>
    </message>
    <message>
        <source>open a flag to %1</source>
        <translation>ein Flag für %1 öffnen</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>auf %1</translation>
    </message>
    <message>
        <source>%1 waits</source>
        <translation>%1 wartet</translation>
    </message>
    <message>
        <source>%1 broke the glass</source>
        <translation>%1 schlug das Glas ein</translation>
    </message>
    <message>
        <source>asked by %1</source>
        <translation>erbeten von %1</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>gate shut</source>
        <translation>Tor zu</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>geschlossen</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>abgelaufen</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>überfällig</translation>
    </message>
    <message>
        <source>not signed yet</source>
        <translation>noch nicht unterzeichnet</translation>
    </message>
    <message>
        <source>void</source>
        <translation>ungültig</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>freigegeben</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>due in %1</source>
        <translation>fällig in %1</translation>
    </message>
    <message>
        <source>expires in %1</source>
        <translation>läuft ab in %1</translation>
    </message>
    <message>
        <source>You sign plan %1 as shown here. If anything of it changes, the approval is void.</source>
        <translation>Sie unterzeichnen den Plan %1, wie er hier steht. Ändert sich etwas daran, ist die Freigabe ungültig.</translation>
    </message>
    <message>
        <source>You sign that you have looked at plan %1, which was done past the gate.</source>
        <translation>Sie unterzeichnen, dass Sie den Plan %1 angesehen haben, der am Tor vorbei ausgeführt wurde.</translation>
    </message>
    <message>
        <source>device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>login</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>its key</source>
        <translation>sein Schlüssel</translation>
    </message>
    <message>
        <source>read aloud</source>
        <translation>vorgelesen</translation>
    </message>
    <message>
        <source>domain</source>
        <translation>Domäne</translation>
    </message>
    <message>
        <source>its journal</source>
        <translation>sein Protokoll</translation>
    </message>
    <message>
        <source>what it signs counts from then on, for the whole team</source>
        <translation>was es unterschreibt, zählt von da an für das ganze Team</translation>
    </message>
    <message>
        <source>it signs the log&apos;s heads, too</source>
        <translation>es unterschreibt auch die Köpfe des Protokolls</translation>
    </message>
    <message>
        <source>an administrator revokes the device: asternctl team revoke</source>
        <translation>ein Administrator widerruft das Gerät: asternctl team revoke</translation>
    </message>
    <message>
        <source>Approved: say the same `asternctl team enrol` again.</source>
        <translation>Freigegeben: Rufen Sie denselben Befehl `asternctl team enrol` noch einmal auf.</translation>
    </message>
    <message>
        <source>take a device into the team</source>
        <translation>ein Gerät ins Team aufnehmen</translation>
    </message>
    <message>
        <source>device of %1</source>
        <translation>Gerät von %1</translation>
    </message>
    <message>
        <source>Which numbers change</source>
        <translation>Welche Zahlen sich ändern</translation>
    </message>
    <message>
        <source>handed on</source>
        <translation>weitergegeben</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 an %2</translation>
    </message>
</context>
<context>
    <name>GatesModel</name>
    <message>
        <source>going forward</source>
        <translation>was vorwärts geht</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1, to more than %2</source>
        <translation>%1, auf mehr als %2</translation>
    </message>
    <message>
        <source>anybody</source>
        <translation>irgendwem</translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>an owner among them</source>
        <translation>darunter jemand der Eigentümer</translation>
    </message>
    <message>
        <source>not who asked</source>
        <translation>nicht wer bat</translation>
    </message>
    <message>
        <source>not who made the change</source>
        <translation>nicht wer die Änderung machte</translation>
    </message>
    <message>
        <source>each says why</source>
        <translation>jeder sagt, warum</translation>
    </message>
    <message>
        <source>within %1</source>
        <translation>innerhalb von %1</translation>
    </message>
    <message>
        <source>healthy for %1</source>
        <translation>gesund seit %1</translation>
    </message>
    <message>
        <source>a rollback rehearsed in the last %1</source>
        <translation>ein geprobtes Zurück in den letzten %1</translation>
    </message>
    <message>
        <source>readiness green</source>
        <translation>Bereitschaft grün</translation>
    </message>
    <message>
        <source>may be handed on</source>
        <translation>darf weitergegeben werden</translation>
    </message>
    <message>
        <source>nobody may go past it</source>
        <translation>niemand darf daran vorbei</translation>
    </message>
    <message>
        <source>%1 may go past it, countersigned within %2</source>
        <translation>%1 dürfen daran vorbei, gegengezeichnet innerhalb von %2</translation>
    </message>
    <message>
        <source>signs at %1</source>
        <translation>unterzeichnet an %1</translation>
    </message>
    <message>
        <source>may go past %1</source>
        <translation>darf an %1 vorbei</translation>
    </message>
    <message>
        <source>owns services</source>
        <translation>ihr gehören Dienste</translation>
    </message>
    <message>
        <source>Pausing, going back and turning off are open to everybody, always.</source>
        <translation>Anhalten, Zurückkehren und Abschalten stehen immer allen offen.</translation>
    </message>
    <message>
        <source>No permission names %1: that is open to everybody.</source>
        <translation>Keine Berechtigung nennt %1: Das steht allen offen.</translation>
    </message>
</context>
<context>
    <name>Guard</name>
    <message>
        <source>no verdict has been reached yet</source>
        <translation>noch kein Urteil gefällt</translation>
    </message>
    <message>
        <source>the last verdict is too old</source>
        <translation>das letzte Urteil ist zu alt</translation>
    </message>
    <message>
        <source>The ladder&apos;s state was saved under other policies</source>
        <translation>Der Stand der Leiter wurde unter anderen Richtlinien gespeichert</translation>
    </message>
    <message>
        <source>A rollout keeps the policies that it began with</source>
        <translation>Ein Rollout behält die Richtlinien, mit denen er begonnen hat</translation>
    </message>
    <message>
        <source>The ladder&apos;s state is of another version of Astern</source>
        <translation>Der Stand der Leiter stammt von einer anderen Version von Astern</translation>
    </message>
    <message>
        <source>The ladder&apos;s state is of another rollout</source>
        <translation>Der Stand der Leiter gehört zu einem anderen Rollout</translation>
    </message>
    <message>
        <source>The ladder&apos;s state is damaged</source>
        <translation>Der Stand der Leiter ist beschädigt</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>gesund</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>suspect</source>
        <translation>verdächtig</translation>
    </message>
    <message>
        <source>not its fault</source>
        <translation>nicht schuld</translation>
    </message>
    <message>
        <source>failing</source>
        <translation>fehlerhaft</translation>
    </message>
    <message>
        <source>Rolled back; whether it helped is watched for five minutes</source>
        <translation>Zurückgerollt; ob es geholfen hat, wird fünf Minuten lang beobachtet</translation>
    </message>
    <message>
        <source>Rolled back, and healthy again</source>
        <translation>Zurückgerollt und wieder gesund</translation>
    </message>
    <message>
        <source>Rolled back; no rule of its policies can tell whether it helped</source>
        <translation>Zurückgerollt; keine Regel seiner Richtlinien kann sagen, ob es geholfen hat</translation>
    </message>
    <message>
        <source>Rolled back and still not healthy: people were told</source>
        <translation>Zurückgerollt und noch immer nicht gesund: Menschen wurden benachrichtigt</translation>
    </message>
</context>
<context>
    <name>GuardControl</name>
    <message>
        <source>Open the guard</source>
        <translation>Schutzklappe öffnen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Nothing is sent yet. Then press and hold %1 s.</source>
        <translation>Noch wird nichts gesendet. Danach %1 s gedrückt halten.</translation>
    </message>
    <message>
        <source>Keep holding</source>
        <translation>Weiter halten</translation>
    </message>
    <message>
        <source>Let go and nothing happens</source>
        <translation>Loslassen, und nichts geschieht</translation>
    </message>
</context>
<context>
    <name>HealthChart</name>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>Grenzwert %1</translation>
    </message>
    <message>
        <source>canary %1</source>
        <translation>Canary %1</translation>
    </message>
    <message>
        <source>stable %1</source>
        <translation>stabil %1</translation>
    </message>
    <message>
        <source>stable</source>
        <translation>stabil</translation>
    </message>
</context>
<context>
    <name>Identity</name>
    <message>
        <source>Sign in: at the top right of the window, or `asternctl login`. Pausing and rolling back stay possible.</source>
        <translation>Melden Sie sich an: oben rechts im Fenster oder mit `asternctl login`. Anhalten und Zurückrollen bleiben möglich.</translation>
    </message>
    <message>
        <source>The sign-in of %1 ended at %2</source>
        <translation>Die Anmeldung von %1 ist um %2 abgelaufen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Who is signed in is not known yet</source>
        <translation>Wer angemeldet ist, ist noch nicht bekannt</translation>
    </message>
    <message>
        <source>The identity provider is being asked. Pausing and rolling back stay possible.</source>
        <translation>Der Identitätsanbieter wird gefragt. Anhalten und Zurückrollen bleiben möglich.</translation>
    </message>
    <message>
        <source>Nobody is signed in</source>
        <translation>Niemand ist angemeldet</translation>
    </message>
    <message>
        <source>Nobody is signed in: %1</source>
        <translation>Niemand ist angemeldet: %1</translation>
    </message>
    <message>
        <source>Another person signed in meanwhile</source>
        <translation>Inzwischen hat sich jemand anderes angemeldet</translation>
    </message>
    <message>
        <source>Look at the plan again.</source>
        <translation>Sehen Sie sich den Plan noch einmal an.</translation>
    </message>
    <message>
        <source>This goes forward in production: your PIN is needed</source>
        <translation>Das geht in Produktion vorwärts: Ihre PIN wird gebraucht</translation>
    </message>
    <message>
        <source>It is asked for where it is confirmed. `asternctl identity pin set` sets one.</source>
        <translation>Sie wird beim Bestätigen erfragt. `asternctl identity pin set` setzt eine.</translation>
    </message>
    <message>
        <source>The PIN was wrong too often: the next try counts in %1</source>
        <translation>Die PIN war zu oft falsch: Der nächste Versuch zählt in %1</translation>
    </message>
    <message>
        <source>Rolling back needs no PIN.</source>
        <translation>Zurückrollen braucht keine PIN.</translation>
    </message>
    <message>
        <source>This is no good PIN</source>
        <translation>Das ist keine gute PIN</translation>
    </message>
    <message>
        <source>From %1 to %2 characters, not all the same and not in a row.</source>
        <translation>%1 bis %2 Zeichen, nicht alle gleich und nicht in einer Reihe.</translation>
    </message>
    <message>
        <source>The PIN could not be hashed: not enough memory</source>
        <translation>Die PIN ließ sich nicht hashen: zu wenig Speicher</translation>
    </message>
    <message>
        <source>The PIN is wrong</source>
        <translation>Die PIN ist falsch</translation>
    </message>
    <message>
        <source>The next try counts in %1.</source>
        <translation>Der nächste Versuch zählt in %1.</translation>
    </message>
    <message>
        <source>The PIN cannot be read: its file is damaged, or sealed with a key that is gone</source>
        <translation>Die PIN lässt sich nicht lesen: Ihre Datei ist beschädigt oder mit einem Schlüssel versiegelt, den es nicht mehr gibt</translation>
    </message>
    <message>
        <source>Sign in anew, remove the file, and set a PIN again.</source>
        <translation>Melden Sie sich neu an, entfernen Sie die Datei und setzen Sie wieder eine PIN.</translation>
    </message>
    <message>
        <source>No PIN is set on this device</source>
        <translation>Auf diesem Gerät ist keine PIN gesetzt</translation>
    </message>
    <message>
        <source>`asternctl identity pin set`, or Settings &gt; Identity.</source>
        <translation>`asternctl identity pin set` oder Einstellungen &gt; Identität.</translation>
    </message>
    <message>
        <source>Another Astern is at the PIN</source>
        <translation>Ein anderes Astern ist gerade an der PIN</translation>
    </message>
    <message>
        <source>Try again when it is done.</source>
        <translation>Versuchen Sie es erneut, wenn es fertig ist.</translation>
    </message>
    <message>
        <source>Look at who made it, and remove it if it is not needed.</source>
        <translation>Sehen Sie nach, wer sie angelegt hat, und entfernen Sie sie, wenn sie nicht gebraucht wird.</translation>
    </message>
    <message>
        <source>The lock file is a link to another file</source>
        <translation>Die Sperrdatei ist ein Verweis auf eine andere Datei</translation>
    </message>
    <message>
        <source>The lock file cannot be opened: %1</source>
        <translation>Die Sperrdatei lässt sich nicht öffnen: %1</translation>
    </message>
    <message>
        <source>The lock file is not a file of yours alone</source>
        <translation>Die Sperrdatei gehört nicht Ihnen allein</translation>
    </message>
    <message>
        <source>The lock file cannot be locked: %1</source>
        <translation>Die Sperrdatei lässt sich nicht sperren: %1</translation>
    </message>
</context>
<context>
    <name>IdentityWords</name>
    <message>
        <source>Signed in with %1.</source>
        <translation>Angemeldet bei %1.</translation>
    </message>
    <message>
        <source>The provider asked at %1.</source>
        <translation>Der Anbieter hat um %1 gefragt.</translation>
    </message>
    <message>
        <source>Good until %1, renewed before.</source>
        <translation>Gültig bis %1, wird vorher erneuert.</translation>
    </message>
    <message>
        <source>Good until %1.</source>
        <translation>Gültig bis %1.</translation>
    </message>
    <message>
        <source>Ends with this program: no keychain keeps it.</source>
        <translation>Endet mit diesem Programm: Kein Schlüsselbund bewahrt sie auf.</translation>
    </message>
    <message>
        <source>Known as the user of this machine.</source>
        <translation>Bekannt als Benutzer dieses Rechners.</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Who is signed in is being checked with the provider.</source>
        <translation>Beim Anbieter wird geprüft, wer angemeldet ist.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Nobody is signed in: nothing can go forward. Going back works.</source>
        <translation>Niemand ist angemeldet: Nichts kann vorwärts gehen. Zurück geht es.</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Anmeldung läuft …</translation>
    </message>
    <message>
        <source>Go on in the browser.</source>
        <translation>Weiter geht es im Browser.</translation>
    </message>
    <message>
        <source>On any device open %1 and type the code %2.</source>
        <translation>Öffnen Sie auf irgendeinem Gerät %1 und geben Sie den Code %2 ein.</translation>
    </message>
    <message>
        <source>The sign-in of %1 ended at %2: nothing can go forward. Going back works.</source>
        <translation>Die Anmeldung von %1 ist um %2 abgelaufen: Nichts kann vorwärts gehen. Zurück geht es.</translation>
    </message>
    <message>
        <source>group %1 of the provider</source>
        <translation>Gruppe %1 des Anbieters</translation>
    </message>
    <message>
        <source>groups %1 of the provider</source>
        <translation>Gruppen %1 des Anbieters</translation>
    </message>
    <message>
        <source>user %1 of this machine</source>
        <translation>Benutzer %1 dieses Rechners</translation>
    </message>
    <message>
        <source>users %1 of this machine</source>
        <translation>Benutzer %1 dieses Rechners</translation>
    </message>
    <message>
        <source>group %1 of this machine</source>
        <translation>Gruppe %1 dieses Rechners</translation>
    </message>
    <message>
        <source>groups %1 of this machine</source>
        <translation>Gruppen %1 dieses Rechners</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message>
        <source>No PIN is set on this device.</source>
        <translation>Auf diesem Gerät ist keine PIN gesetzt.</translation>
    </message>
    <message>
        <source>A PIN is set since %1, sealed by the keychain.</source>
        <translation>Seit %1 ist eine PIN gesetzt, versiegelt durch den Schlüsselbund.</translation>
    </message>
    <message>
        <source>A PIN is set since %1, sealed by the key file of this device.</source>
        <translation>Seit %1 ist eine PIN gesetzt, versiegelt durch die Schlüsseldatei dieses Geräts.</translation>
    </message>
    <message>
        <source>It was missed %1 times in a row.</source>
        <translation>Sie war %1-mal hintereinander falsch.</translation>
    </message>
    <message>
        <source>The next try counts in %1.</source>
        <translation>Der nächste Versuch zählt in %1.</translation>
    </message>
</context>
<context>
    <name>Journal</name>
    <message>
        <source>The key file cannot be read: %1</source>
        <translation>Die Schlüsseldatei lässt sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>Others can read the key file, or it belongs to somebody else</source>
        <translation>Andere können die Schlüsseldatei lesen, oder sie gehört jemand anderem</translation>
    </message>
    <message>
        <source>Make it yours alone: chmod 600</source>
        <translation>Machen Sie sie nur für sich lesbar: chmod 600</translation>
    </message>
    <message>
        <source>The key file is too large to be one</source>
        <translation>Die Datei ist zu groß für eine Schlüsseldatei</translation>
    </message>
    <message>
        <source>The key file is damaged</source>
        <translation>Die Schlüsseldatei ist beschädigt</translation>
    </message>
    <message>
        <source>Restore it from a backup</source>
        <translation>Stellen Sie sie aus einer Sicherung wieder her</translation>
    </message>
    <message>
        <source>The key file has no secret named %1</source>
        <translation>Die Schlüsseldatei hat kein Geheimnis namens %1</translation>
    </message>
    <message>
        <source>The key file does not open with this passphrase</source>
        <translation>Die Schlüsseldatei öffnet sich mit dieser Passphrase nicht</translation>
    </message>
    <message>
        <source>The key file has a secret named %1 already</source>
        <translation>Die Schlüsseldatei hat schon ein Geheimnis namens %1</translation>
    </message>
    <message>
        <source>The key could not be sealed: not enough memory</source>
        <translation>Der Schlüssel konnte nicht versiegelt werden: zu wenig Speicher</translation>
    </message>
    <message>
        <source>The record is nested too deeply</source>
        <translation>Die Aufzeichnung ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>A value is missing</source>
        <translation>Ein Wert fehlt</translation>
    </message>
    <message>
        <source>Only whole numbers between -(2^53-1) and 2^53-1 can be recorded</source>
        <translation>Nur ganze Zahlen zwischen -(2^53-1) und 2^53-1 lassen sich protokollieren</translation>
    </message>
    <message>
        <source>The name of a field must be ASCII</source>
        <translation>Der Name eines Felds muss ASCII sein</translation>
    </message>
    <message>
        <source>The text is not valid Unicode</source>
        <translation>Der Text ist kein gültiges Unicode</translation>
    </message>
    <message>
        <source>The record is not JSON: %1</source>
        <translation>Die Aufzeichnung ist kein JSON: %1</translation>
    </message>
    <message>
        <source>byte %1</source>
        <translation>Byte %1</translation>
    </message>
    <message>
        <source>The record is not a JSON object</source>
        <translation>Die Aufzeichnung ist kein JSON-Objekt</translation>
    </message>
    <message>
        <source>The record is JSON, but not in its one canonical form</source>
        <translation>Die Aufzeichnung ist JSON, aber nicht in der einen kanonischen Form</translation>
    </message>
    <message>
        <source>An encrypted value cannot be opened with its key</source>
        <translation>Ein verschlüsselter Wert lässt sich mit seinem Schlüssel nicht öffnen</translation>
    </message>
    <message>
        <source>An opening has fields that do not belong there</source>
        <translation>Eine Öffnung hat Felder, die nicht dorthin gehören</translation>
    </message>
    <message>
        <source>An opening is too short</source>
        <translation>Eine Öffnung ist zu kurz</translation>
    </message>
    <message>
        <source>The id of an entry must be a UUIDv7</source>
        <translation>Die ID eines Eintrags muss eine UUIDv7 sein</translation>
    </message>
    <message>
        <source>The kind of an entry must read like &quot;rollback.intent&quot;, not &quot;%1&quot;</source>
        <translation>Die Art eines Eintrags muss wie „rollback.intent“ aussehen, nicht wie „%1“</translation>
    </message>
    <message>
        <source>The saga of an entry must be a UUIDv7</source>
        <translation>Die Saga eines Eintrags muss eine UUIDv7 sein</translation>
    </message>
    <message>
        <source>The journal itself writes this field</source>
        <translation>Dieses Feld schreibt das Protokoll selbst</translation>
    </message>
    <message>
        <source>A link needs the id and the leaf hash of its target</source>
        <translation>Ein Verweis braucht ID und Blatt-Hash seines Ziels</translation>
    </message>
    <message>
        <source>The text is longer than 16,384 characters</source>
        <translation>Der Text ist länger als 16&#x202f;384 Zeichen</translation>
    </message>
    <message>
        <source>The entry has %1 bytes; 32,768 are allowed</source>
        <translation>Der Eintrag hat %1 Bytes; erlaubt sind 32&#x202f;768</translation>
    </message>
    <message>
        <source>Record large things as evidence, by their hash</source>
        <translation>Protokollieren Sie Großes als Beleg, mit seinem Hash</translation>
    </message>
    <message>
        <source>The envelope is larger than 65,535 bytes</source>
        <translation>Der Umschlag ist größer als 65&#x202f;535 Bytes</translation>
    </message>
    <message>
        <source>An envelope carries exactly one signature</source>
        <translation>Ein Umschlag trägt genau eine Signatur</translation>
    </message>
    <message>
        <source>The envelope has fields or a type that do not belong there</source>
        <translation>Der Umschlag hat Felder oder einen Typ, die nicht dorthin gehören</translation>
    </message>
    <message>
        <source>The envelope holds base64 that is not strict</source>
        <translation>Der Umschlag enthält base64, das nicht streng ist</translation>
    </message>
    <message>
        <source>The entry is larger than 32 KiB</source>
        <translation>Der Eintrag ist größer als 32 KiB</translation>
    </message>
    <message>
        <source>SQLite runs with %1=%2 where %3 is needed</source>
        <translation>SQLite läuft mit %1=%2, nötig ist %3</translation>
    </message>
    <message>
        <source>The file is not an index of Astern&apos;s log</source>
        <translation>Die Datei ist kein Index des Protokolls von Astern</translation>
    </message>
    <message>
        <source>The index was written by a newer Astern (version %1)</source>
        <translation>Den Index hat ein neueres Astern geschrieben (Version %1)</translation>
    </message>
    <message>
        <source>Start the newer version</source>
        <translation>Starten Sie die neuere Version</translation>
    </message>
    <message>
        <source>The index of the log is damaged</source>
        <translation>Der Index des Protokolls ist beschädigt</translation>
    </message>
    <message>
        <source>A node of the tree is missing in the index</source>
        <translation>Im Index fehlt ein Knoten des Baums</translation>
    </message>
    <message>
        <source>Entry %1 differs from the hash it was recorded under</source>
        <translation>Eintrag %1 weicht von dem Hash ab, unter dem er protokolliert wurde</translation>
    </message>
    <message>
        <source>Run: asternctl journal verify</source>
        <translation>Führen Sie aus: asternctl journal verify</translation>
    </message>
    <message>
        <source>Group %1 of the second copy differs from its hash</source>
        <translation>Gruppe %1 der zweiten Kopie weicht von ihrem Hash ab</translation>
    </message>
    <message>
        <source>The second copy of the log could not be synced</source>
        <translation>Die zweite Kopie des Protokolls ließ sich nicht sichern</translation>
    </message>
    <message>
        <source>Nothing can be recorded</source>
        <translation>Nichts lässt sich protokollieren</translation>
    </message>
    <message>
        <source>The text is too long to be recorded</source>
        <translation>Der Text ist zu lang, um protokolliert zu werden</translation>
    </message>
    <message>
        <source>The index of the log is not open</source>
        <translation>Der Index des Protokolls ist nicht offen</translation>
    </message>
    <message>
        <source>The log is not open</source>
        <translation>Das Protokoll ist nicht offen</translation>
    </message>
    <message>
        <source>The journal&apos;s lock cannot be made: %1</source>
        <translation>Die Sperre des Protokolls lässt sich nicht anlegen: %1</translation>
    </message>
    <message>
        <source>Make the folder writable for this user</source>
        <translation>Machen Sie den Ordner für diesen Benutzer beschreibbar</translation>
    </message>
    <message>
        <source>Free space on this disk; recording goes on by itself</source>
        <translation>Schaffen Sie Platz auf diesem Datenträger; dann wird von selbst weiter protokolliert</translation>
    </message>
    <message>
        <source>The folder cannot be listed</source>
        <translation>Der Inhalt des Ordners lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>The file cannot be opened</source>
        <translation>Die Datei lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>The file cannot be made</source>
        <translation>Die Datei lässt sich nicht anlegen</translation>
    </message>
    <message>
        <source>The size of a log file cannot be read</source>
        <translation>Die Größe einer Protokolldatei lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>The log cannot be read</source>
        <translation>Das Protokoll lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>The log cannot be written</source>
        <translation>Das Protokoll lässt sich nicht schreiben</translation>
    </message>
    <message>
        <source>The disk did not confirm that the record is safe</source>
        <translation>Der Datenträger hat nicht bestätigt, dass die Aufzeichnung sicher ist</translation>
    </message>
    <message>
        <source>The file cannot be put in its place</source>
        <translation>Die Datei lässt sich nicht an ihren Platz bringen</translation>
    </message>
    <message>
        <source>The disk did not confirm a change of the folder</source>
        <translation>Der Datenträger hat eine Änderung des Ordners nicht bestätigt</translation>
    </message>
    <message>
        <source>The folder cannot be made</source>
        <translation>Der Ordner lässt sich nicht anlegen</translation>
    </message>
    <message>
        <source>The folder cannot be opened</source>
        <translation>Der Ordner lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>Keep the folder as it is, run &quot;asternctl journal verify&quot;, then restore it from a backup that is not older than the newest entry, or move it and its mark away to begin a new journal</source>
        <translation>Lassen Sie den Ordner, wie er ist, und führen Sie „asternctl journal verify“ aus; stellen Sie ihn dann aus einer Sicherung wieder her, die nicht älter als der neueste Eintrag ist, oder räumen Sie ihn und seine Marke beiseite, um ein neues Protokoll zu beginnen</translation>
    </message>
    <message>
        <source>The damaged index cannot be set aside</source>
        <translation>Der beschädigte Index lässt sich nicht beiseitelegen</translation>
    </message>
    <message>
        <source>the index was damaged and made again from the log (%1)</source>
        <translation>der Index war beschädigt und wurde aus dem Protokoll neu erstellt (%1)</translation>
    </message>
    <message>
        <source>The log is damaged: %1</source>
        <translation>Das Protokoll ist beschädigt: %1</translation>
    </message>
    <message>
        <source>The log is damaged beyond its second copy: %1</source>
        <translation>Das Protokoll ist über seine zweite Kopie hinaus beschädigt: %1</translation>
    </message>
    <message>
        <source>The log and its second copy tell different histories</source>
        <translation>Das Protokoll und seine zweite Kopie erzählen verschiedene Geschichten</translation>
    </message>
    <message>
        <source>The second copy names a place that the log does not have</source>
        <translation>Die zweite Kopie nennt eine Stelle, die das Protokoll nicht hat</translation>
    </message>
    <message>
        <source>%1 groups of the log were missing or changed and were written again from the second copy, from %2 on</source>
        <translation>%1 Gruppen des Protokolls fehlten oder waren verändert und wurden aus der zweiten Kopie neu geschrieben, ab %2</translation>
    </message>
    <message>
        <source>Entry %1 is not in canonical form</source>
        <translation>Eintrag %1 ist nicht in kanonischer Form</translation>
    </message>
    <message>
        <source>Entry %1 has no valid signature</source>
        <translation>Eintrag %1 hat keine gültige Signatur</translation>
    </message>
    <message>
        <source>Entry %1 does not continue the chain</source>
        <translation>Eintrag %1 setzt die Kette nicht fort</translation>
    </message>
    <message>
        <source>The log does not begin with its genesis</source>
        <translation>Das Protokoll beginnt nicht mit seinem Gründungseintrag</translation>
    </message>
    <message>
        <source>Entry %1 enrols a key under another id</source>
        <translation>Eintrag %1 führt einen Schlüssel unter einer anderen ID ein</translation>
    </message>
    <message>
        <source>The high-water mark of the journal is damaged</source>
        <translation>Die Höchststandsmarke des Protokolls ist beschädigt</translation>
    </message>
    <message>
        <source>The journal is shorter than it was: %1 entries are here, %2 were recorded</source>
        <translation>Das Protokoll ist kürzer, als es war: %1 Einträge sind da, %2 waren protokolliert</translation>
    </message>
    <message>
        <source>The journal is not the one that was recorded here: its first %1 entries differ</source>
        <translation>Das Protokoll ist nicht das, das hier geführt wurde: Seine ersten %1 Einträge weichen ab</translation>
    </message>
    <message>
        <source>The key that this journal was signed with is not on this device</source>
        <translation>Der Schlüssel, mit dem dieses Protokoll signiert wurde, ist nicht auf diesem Gerät</translation>
    </message>
    <message>
        <source>Restore the key file, or move the journal and its mark away to begin a new one</source>
        <translation>Stellen Sie die Schlüsseldatei wieder her, oder räumen Sie das Protokoll und seine Marke beiseite, um ein neues zu beginnen</translation>
    </message>
    <message>
        <source>The key of this device is not enrolled in this journal</source>
        <translation>Der Schlüssel dieses Geräts ist in diesem Protokoll nicht eingeführt</translation>
    </message>
    <message>
        <source>Repaired at the start: %1</source>
        <translation>Beim Start repariert: %1</translation>
    </message>
    <message>
        <source>a segment of the log is missing</source>
        <translation>ein Segment des Protokolls fehlt</translation>
    </message>
    <message>
        <source>%1 is shorter than it was made</source>
        <translation>%1 ist kürzer, als es angelegt wurde</translation>
    </message>
    <message>
        <source>group %1 is missing or changed, but group %2 lies behind it, %3</source>
        <translation>Gruppe %1 fehlt oder ist verändert, doch dahinter liegt Gruppe %2, %3</translation>
    </message>
    <message>
        <source>No whole group is there</source>
        <translation>Dort ist keine vollständige Gruppe</translation>
    </message>
    <message>
        <source>The record is larger than a segment of the log</source>
        <translation>Die Aufzeichnung ist größer als ein Segment des Protokolls</translation>
    </message>
    <message>
        <source>The log lost bytes that were safe</source>
        <translation>Das Protokoll hat Bytes verloren, die sicher waren</translation>
    </message>
    <message>
        <source>The log reads back wrong after a failed write</source>
        <translation>Nach einem misslungenen Schreiben liest sich das Protokoll falsch zurück</translation>
    </message>
    <message>
        <source>The index of the log cannot be used</source>
        <translation>Der Index des Protokolls lässt sich nicht verwenden</translation>
    </message>
    <message>
        <source>Another program holds the index of the log locked</source>
        <translation>Ein anderes Programm hält den Index des Protokolls gesperrt</translation>
    </message>
    <message>
        <source>Close what has the file open; recording goes on meanwhile</source>
        <translation>Schließen Sie, was die Datei offen hat; solange wird weiter protokolliert</translation>
    </message>
    <message>
        <source>The disk with the index of the log is full</source>
        <translation>Der Datenträger mit dem Index des Protokolls ist voll</translation>
    </message>
    <message>
        <source>Free space on this disk; the index follows the log by itself</source>
        <translation>Schaffen Sie Platz auf diesem Datenträger; der Index folgt dem Protokoll von selbst</translation>
    </message>
    <message>
        <source>The index of the log cannot be made: %1</source>
        <translation>Der Index des Protokolls lässt sich nicht anlegen: %1</translation>
    </message>
    <message>
        <source>SQLite does not sync as it is told</source>
        <translation>SQLite sichert nicht so, wie es soll</translation>
    </message>
    <message>
        <source>There is no key for %1</source>
        <translation>Es gibt keinen Schlüssel für %1</translation>
    </message>
    <message>
        <source>A signature line of the note does not begin with a dash and a name</source>
        <translation>Eine Unterschriftszeile der Notiz beginnt nicht mit Strich und Namen</translation>
    </message>
    <message>
        <source>A signature line of the note names no key</source>
        <translation>Eine Unterschriftszeile der Notiz nennt keinen Schlüssel</translation>
    </message>
    <message>
        <source>The signature of %1 is not strict base64</source>
        <translation>Die Unterschrift von %1 ist kein strenges Base64</translation>
    </message>
    <message>
        <source>A verifier key reads name+hash+key</source>
        <translation>Ein Prüfschlüssel lautet Name+Hash+Schlüssel</translation>
    </message>
    <message>
        <source>The verifier key holds no Ed25519 key</source>
        <translation>Der Prüfschlüssel enthält keinen Ed25519-Schlüssel</translation>
    </message>
    <message>
        <source>The verifier key has a type that is not known here</source>
        <translation>Der Prüfschlüssel hat eine hier unbekannte Art</translation>
    </message>
    <message>
        <source>The name or the hash of the verifier key is wrong</source>
        <translation>Name oder Hash des Prüfschlüssels ist falsch</translation>
    </message>
    <message>
        <source>The note is larger than 1,000,000 bytes</source>
        <translation>Die Notiz ist größer als 1.000.000 Bytes</translation>
    </message>
    <message>
        <source>The note is not plain text</source>
        <translation>Die Notiz ist kein einfacher Text</translation>
    </message>
    <message>
        <source>The note is not signed</source>
        <translation>Die Notiz ist nicht unterschrieben</translation>
    </message>
    <message>
        <source>The note has more than 100 signatures</source>
        <translation>Die Notiz hat mehr als 100 Unterschriften</translation>
    </message>
    <message>
        <source>The signature does not belong to the note</source>
        <translation>Die Unterschrift gehört nicht zur Notiz</translation>
    </message>
    <message>
        <source>No known key has signed the note</source>
        <translation>Kein bekannter Schlüssel hat die Notiz unterschrieben</translation>
    </message>
    <message>
        <source>A checkpoint has exactly three lines</source>
        <translation>Ein Prüfpunkt hat genau drei Zeilen</translation>
    </message>
    <message>
        <source>The checkpoint names no log</source>
        <translation>Der Prüfpunkt nennt kein Protokoll</translation>
    </message>
    <message>
        <source>The size in the checkpoint is no number</source>
        <translation>Die Größe im Prüfpunkt ist keine Zahl</translation>
    </message>
    <message>
        <source>The root in the checkpoint is not strict base64 of 32 bytes</source>
        <translation>Die Wurzel im Prüfpunkt ist kein strenges Base64 von 32 Bytes</translation>
    </message>
    <message>
        <source>The checkpoint is of another log</source>
        <translation>Der Prüfpunkt gehört zu einem anderen Protokoll</translation>
    </message>
    <message>
        <source>The file is no proof of the kind c2sp.org/tlog-proof@v1</source>
        <translation>Die Datei ist kein Beweis der Art c2sp.org/tlog-proof@v1</translation>
    </message>
    <message>
        <source>The extra data of the proof is not strict base64</source>
        <translation>Die Zusatzdaten des Beweises sind kein strenges Base64</translation>
    </message>
    <message>
        <source>The proof names no index</source>
        <translation>Der Beweis nennt keinen Index</translation>
    </message>
    <message>
        <source>A line of the proof is no hash</source>
        <translation>Eine Zeile des Beweises ist kein Hash</translation>
    </message>
    <message>
        <source>The proof holds no checkpoint</source>
        <translation>Der Beweis enthält keinen Prüfpunkt</translation>
    </message>
    <message>
        <source>The proof does not lead from the entry to the root of the log</source>
        <translation>Der Beweis führt nicht vom Eintrag zur Wurzel des Protokolls</translation>
    </message>
    <message>
        <source>entry %1</source>
        <translation>Eintrag %1</translation>
    </message>
    <message>
        <source>There is no entry %1</source>
        <translation>Es gibt keinen Eintrag %1</translation>
    </message>
    <message>
        <source>No entry and no operation has this id</source>
        <translation>Kein Eintrag und kein Vorgang hat diese Kennung</translation>
    </message>
    <message>
        <source>More than one operation has this short id</source>
        <translation>Mehr als ein Vorgang hat diese kurze Kennung</translation>
    </message>
    <message>
        <source>Say the whole id of the operation</source>
        <translation>Geben Sie die ganze Kennung des Vorgangs an</translation>
    </message>
    <message>
        <source>Entries are missing in the index</source>
        <translation>Im Index fehlen Einträge</translation>
    </message>
    <message>
        <source>The log has only %1 entries</source>
        <translation>Das Protokoll hat nur %1 Einträge</translation>
    </message>
    <message>
        <source>There is no entry %1 in a log of %2</source>
        <translation>Es gibt keinen Eintrag %1 in einem Protokoll von %2</translation>
    </message>
    <message>
        <source>%1 acknowledged %2 entries before; a cursor does not go back to %3</source>
        <translation>%1 hat schon %2 Einträge bestätigt; ein Stand geht nicht auf %3 zurück</translation>
    </message>
    <message>
        <source>The new index of the log could not be synced</source>
        <translation>Der neue Index des Protokolls konnte nicht gesichert werden</translation>
    </message>
    <message>
        <source>The new index does not hold what the old one does</source>
        <translation>Der neue Index enthält nicht, was der alte enthält</translation>
    </message>
    <message>
        <source>Close what has the file open, then start again</source>
        <translation>Schließen Sie, was die Datei offen hält, und starten Sie neu</translation>
    </message>
    <message>
        <source>The old index of the log cannot be kept</source>
        <translation>Der alte Index des Protokolls kann nicht aufgehoben werden</translation>
    </message>
    <message>
        <source>The new index of the log cannot be put in its place</source>
        <translation>Der neue Index des Protokolls kann nicht an seine Stelle</translation>
    </message>
    <message>
        <source>This journal cannot do that</source>
        <translation>Dieses Journal kann das nicht</translation>
    </message>
    <message>
        <source>A sink cannot have acknowledged %1 of %2 entries</source>
        <translation>Ein Ziel kann nicht %1 von %2 Einträgen bestätigt haben</translation>
    </message>
    <message>
        <source>The entry is in the log of this device, but not as safe as it must be: %1</source>
        <translation>Der Eintrag ist im Protokoll dieses Geräts, aber nicht so sicher, wie er sein muss: %1</translation>
    </message>
    <message>
        <source>Nothing was done on the strength of it; look into the log before you try again</source>
        <translation>Darauf hin wurde nichts getan; sehen Sie ins Protokoll, bevor Sie es wieder versuchen</translation>
    </message>
    <message>
        <source>What this device signed cannot be read: %1</source>
        <translation>Was dieses Gerät unterschrieben hat, ist nicht lesbar: %1</translation>
    </message>
    <message>
        <source>What this device signed is damaged</source>
        <translation>Was dieses Gerät unterschrieben hat, ist beschädigt</translation>
    </message>
    <message>
        <source>Nothing is remembered of %1</source>
        <translation>Von %1 ist nichts gemerkt</translation>
    </message>
    <message>
        <source>the entries do not give the head that the log had</source>
        <translation>die Einträge ergeben nicht den Kopf, den das Protokoll hatte</translation>
    </message>
    <message>
        <source>group %1 is missing or changed, %2</source>
        <translation>Gruppe %1 fehlt oder ist verändert, %2</translation>
    </message>
    <message>
        <source>entry %1 is missing in the index</source>
        <translation>Eintrag %1 fehlt im Index</translation>
    </message>
    <message>
        <source>entry %1 is another one in the index</source>
        <translation>Eintrag %1 ist im Index ein anderer</translation>
    </message>
    <message>
        <source>node %1/%2 of the index is not what the entries give</source>
        <translation>Knoten %1/%2 des Index ist nicht, was die Einträge ergeben</translation>
    </message>
    <message>
        <source>The check of the whole log found: %1. %2</source>
        <translation>Die Prüfung des ganzen Protokolls fand: %1. %2</translation>
    </message>
    <message>
        <source>An erasure names whose data goes and who decides it</source>
        <translation>Eine Löschung nennt, wessen Daten gehen und wer es entscheidet</translation>
    </message>
    <message>
        <source>An erasure names the law it rests on</source>
        <translation>Eine Löschung nennt das Gesetz, auf dem sie beruht</translation>
    </message>
    <message>
        <source>Give the reason in at least 10 characters</source>
        <translation>Geben Sie den Grund mit mindestens 10 Zeichen an</translation>
    </message>
    <message>
        <source>Entry %1 holds what was said: nothing of %2 may be erased</source>
        <translation>Eintrag %1 hält fest, was gesagt wurde: Von %2 darf nichts gelöscht werden</translation>
    </message>
    <message>
        <source>Lift the hold first</source>
        <translation>Heben Sie zuerst die Sperre auf</translation>
    </message>
    <message>
        <source>Nothing is recorded of %1</source>
        <translation>Von %1 ist nichts aufgezeichnet</translation>
    </message>
    <message>
        <source>the index is not the one that was verified: its first %1 entries differ</source>
        <translation>der Index ist nicht der geprüfte: Seine ersten %1 Einträge weichen ab</translation>
    </message>
    <message>
        <source>The journal is shorter than it was: %1 entries are here, a head of %2 was signed</source>
        <translation>Das Journal ist kürzer als zuvor: %1 Einträge sind hier, ein Kopf von %2 wurde unterschrieben</translation>
    </message>
    <message>
        <source>The journal is not the one whose head was signed: its first %1 entries differ</source>
        <translation>Das Journal ist nicht das, dessen Kopf unterschrieben wurde: Seine ersten %1 Einträge weichen ab</translation>
    </message>
    <message>
        <source>A newer head was signed</source>
        <translation>Ein neuerer Kopf wurde unterschrieben</translation>
    </message>
    <message>
        <source>The disk with the log is full: only rollbacks and other emergencies are recorded</source>
        <translation>Der Datenträger mit dem Protokoll ist voll: Nur Rücknahmen und andere Notfälle werden aufgezeichnet</translation>
    </message>
    <message>
        <source>The reserve of the log is used up</source>
        <translation>Die Reserve des Protokolls ist aufgebraucht</translation>
    </message>
    <message>
        <source>The newest checkpoint does not belong to these entries</source>
        <translation>Der neueste Prüfpunkt gehört nicht zu diesen Einträgen</translation>
    </message>
    <message>
        <source>Verify the journal first</source>
        <translation>Prüfen Sie zuerst das Journal</translation>
    </message>
    <message>
        <source>A file of the bundle cannot have this name</source>
        <translation>Eine Datei des Bündels kann so nicht heißen</translation>
    </message>
    <message>
        <source>No checkpoint covers entry %1 yet</source>
        <translation>Noch kein Prüfpunkt deckt Eintrag %1</translation>
    </message>
    <message>
        <source>The journal signs one within five minutes while it is open. Try again then.</source>
        <translation>Das offene Journal unterschreibt binnen fünf Minuten einen. Versuchen Sie es dann wieder.</translation>
    </message>
    <message>
        <source>entry %1 is linked to others in the index</source>
        <translation>Eintrag %1 ist im Index mit anderen verknüpft</translation>
    </message>
    <message>
        <source>what was said in group %1 is something else in the index</source>
        <translation>was in Gruppe %1 gesagt wurde, ist im Index etwas anderes</translation>
    </message>
    <message>
        <source>the index does not know that entry %1 has no outcome</source>
        <translation>der Index weiß nicht, dass Eintrag %1 kein Ergebnis hat</translation>
    </message>
    <message>
        <source>the index says of entry %1 that it has no outcome</source>
        <translation>der Index sagt von Eintrag %1, er habe kein Ergebnis</translation>
    </message>
    <message>
        <source>the file of the index is damaged: %1</source>
        <translation>die Datei des Index ist beschädigt: %1</translation>
    </message>
    <message>
        <source>Entry %1 of the index is itself damaged</source>
        <translation>Eintrag %1 des Index ist selbst beschädigt</translation>
    </message>
    <message>
        <source>Make the index anew from the log: fsck --from-log</source>
        <translation>Machen Sie den Index aus dem Protokoll neu: fsck --from-log</translation>
    </message>
    <message>
        <source>The index cannot be moved aside</source>
        <translation>Der Index kann nicht beiseitegelegt werden</translation>
    </message>
    <message>
        <source>There is no index here</source>
        <translation>Hier ist kein Index</translation>
    </message>
    <message>
        <source>The index cannot be copied</source>
        <translation>Der Index kann nicht kopiert werden</translation>
    </message>
    <message>
        <source>The keys of this device are being moved</source>
        <translation>Die Schlüssel dieses Geräts werden gerade verlegt</translation>
    </message>
    <message>
        <source>Try again in a moment</source>
        <translation>Versuchen Sie es gleich noch einmal</translation>
    </message>
    <message>
        <source>The key of this device is in a keychain that is not here</source>
        <translation>Der Schlüssel dieses Geräts liegt in einem Schlüsselbund, der nicht hier ist</translation>
    </message>
    <message>
        <source>The keychain has not answered yet</source>
        <translation>Der Schlüsselbund hat noch nicht geantwortet</translation>
    </message>
    <message>
        <source>Unlock it. If nothing asks for it, start the keychain&apos;s service</source>
        <translation>Entsperren Sie ihn. Wenn nichts danach fragt, starten Sie den Dienst des Schlüsselbunds</translation>
    </message>
    <message>
        <source>The keychain does not answer</source>
        <translation>Der Schlüsselbund antwortet nicht</translation>
    </message>
    <message>
        <source>What the keychain has for this device is no key</source>
        <translation>Was der Schlüsselbund für dieses Gerät hat, ist kein Schlüssel</translation>
    </message>
    <message>
        <source>The keychain does not give back what it was given</source>
        <translation>Der Schlüsselbund gibt nicht zurück, was er bekommen hat</translation>
    </message>
    <message>
        <source>The keychain has a secret named %1 already</source>
        <translation>Der Schlüsselbund hat bereits ein Geheimnis namens %1</translation>
    </message>
    <message>
        <source>The key file does not give back what it was given</source>
        <translation>Die Schlüsseldatei gibt nicht zurück, was sie bekommen hat</translation>
    </message>
    <message>
        <source>The key file is sealed, and no passphrase was given</source>
        <translation>Die Schlüsseldatei ist versiegelt, und es wurde kein Kennwort angegeben</translation>
    </message>
    <message>
        <source>Give it in ASTERN_KEY_PASSPHRASE</source>
        <translation>Geben Sie es in ASTERN_KEY_PASSPHRASE an</translation>
    </message>
    <message>
        <source>The export was cancelled; nothing was written</source>
        <translation>Der Export wurde abgebrochen; nichts wurde geschrieben</translation>
    </message>
    <message>
        <source>This journal signs no checkpoints yet</source>
        <translation>Dieses Journal signiert noch keine Checkpoints</translation>
    </message>
    <message>
        <source>Open it once with this version of Astern.</source>
        <translation>Es einmal mit dieser Version von Astern öffnen.</translation>
    </message>
    <message>
        <source>Entry %1 is none that its key may sign</source>
        <translation>Eintrag %1 ist keiner, den sein Schlüssel unterschreiben darf</translation>
    </message>
    <message>
        <source>Choose other entries</source>
        <translation>Andere Einträge wählen</translation>
    </message>
    <message>
        <source>No entry is in this time</source>
        <translation>In dieser Zeit liegt kein Eintrag</translation>
    </message>
    <message>
        <source>No entry was chosen</source>
        <translation>Kein Eintrag wurde gewählt</translation>
    </message>
    <message>
        <source>Another export is under way</source>
        <translation>Ein anderer Export läuft</translation>
    </message>
    <message>
        <source>Wait for its end, or cancel it</source>
        <translation>Sein Ende abwarten oder ihn abbrechen</translation>
    </message>
    <message>
        <source>An export names the file that it goes to</source>
        <translation>Ein Export nennt die Datei, in die er geht</translation>
    </message>
    <message>
        <source>The folder of the file is not there, or may not be written to</source>
        <translation>Der Ordner der Datei ist nicht da oder darf nicht beschrieben werden</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>Einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>Only what goes back, and what was named, may be done without a record</source>
        <translation>Nur was zurückgeht und genannt wurde, darf ohne Eintrag geschehen</translation>
    </message>
    <message>
        <source>Only emergencies can be recorded, since the key of this device is out of reach: %1</source>
        <translation>Nur Notfälle können festgehalten werden, da der Schlüssel dieses Geräts nicht erreichbar ist: %1</translation>
    </message>
    <message>
        <source>A key is rotated by the journal itself</source>
        <translation>Einen Schlüssel wechselt das Journal selbst</translation>
    </message>
    <message>
        <source>`asternctl journal key rotate` does it</source>
        <translation>`asternctl journal key rotate` tut das</translation>
    </message>
    <message>
        <source>What was said cannot be sealed, since the key of this device is out of reach</source>
        <translation>Was gesagt wurde, kann nicht versiegelt werden, da der Schlüssel dieses Geräts nicht erreichbar ist</translation>
    </message>
    <message>
        <source>The key of this device was followed by another, or revoked</source>
        <translation>Dem Schlüssel dieses Geräts ist ein anderer gefolgt, oder er wurde widerrufen</translation>
    </message>
    <message>
        <source>Restore the key that the journal was made with, or the newest that followed it</source>
        <translation>Stellen Sie den Schlüssel wieder her, mit dem das Journal begonnen wurde, oder den neuesten, der ihm gefolgt ist</translation>
    </message>
    <message>
        <source>The rotation before is not finished: the key store cannot be written</source>
        <translation>Der vorige Schlüsselwechsel ist nicht beendet: Der Schlüsselspeicher lässt sich nicht schreiben</translation>
    </message>
    <message>
        <source>Make room, or the key file writable, then try again</source>
        <translation>Schaffen Sie Platz oder machen Sie die Schlüsseldatei schreibbar, dann versuchen Sie es erneut</translation>
    </message>
    <message>
        <source>No key of this journal has this id</source>
        <translation>Kein Schlüssel dieses Journals hat diese Kennung</translation>
    </message>
    <message>
        <source>`asternctl journal key list` shows them all</source>
        <translation>`asternctl journal key list` zeigt alle</translation>
    </message>
    <message>
        <source>This is the key that signs here: nothing could be recorded any more</source>
        <translation>Mit diesem Schlüssel wird hier unterschrieben: Nichts könnte mehr festgehalten werden</translation>
    </message>
    <message>
        <source>Rotate it first (`asternctl journal key rotate`), then revoke it</source>
        <translation>Wechseln Sie ihn zuerst (`asternctl journal key rotate`), dann widerrufen Sie ihn</translation>
    </message>
    <message>
        <source>This key was revoked already, behind entry %1</source>
        <translation>Dieser Schlüssel wurde bereits widerrufen, hinter Eintrag %1</translation>
    </message>
    <message>
        <source>Only an administrator&apos;s key may revoke, and this device&apos;s is none</source>
        <translation>Widerrufen darf nur der Schlüssel eines Administrators, und der dieses Geräts ist keiner</translation>
    </message>
    <message>
        <source>The last good entry is one of those that are recorded: 0 to %1</source>
        <translation>Der letzte gute Eintrag ist einer der festgehaltenen: 0 bis %1</translation>
    </message>
    <message>
        <source>Line %1 is not what Astern showed when it could not record</source>
        <translation>Zeile %1 ist nicht, was Astern zeigte, als es nichts festhalten konnte</translation>
    </message>
    <message>
        <source>Give the text as it was copied, whole lines</source>
        <translation>Geben Sie den Text so an, wie er kopiert wurde, in ganzen Zeilen</translation>
    </message>
    <message>
        <source>The text is empty</source>
        <translation>Der Text ist leer</translation>
    </message>
    <message>
        <source>The key file was written by a newer Astern</source>
        <translation>Die Schlüsseldatei hat ein neueres Astern geschrieben</translation>
    </message>
    <message>
        <source>A hold names whose data stays, by which law and who decides it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log was written by a newer Astern</source>
        <translation>Das Protokoll hat ein neueres Astern geschrieben</translation>
    </message>
    <message>
        <source>This device has no copy of a shared log</source>
        <translation>Dieses Gerät hat keine Kopie eines gemeinsamen Protokolls</translation>
    </message>
    <message>
        <source>Restore the journal from a backup</source>
        <translation>Stellen Sie das Journal aus einer Sicherung wieder her</translation>
    </message>
    <message>
        <source>The copy of the shared log has nothing of this device</source>
        <translation>Die Kopie des gemeinsamen Protokolls enthält nichts von diesem Gerät</translation>
    </message>
    <message>
        <source>The log cannot be moved aside</source>
        <translation>Das Protokoll lässt sich nicht beiseitelegen</translation>
    </message>
    <message>
        <source>The index of the log holds something that contradicts this</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JournalFilter</name>
    <message>
        <source>The log has no %1: say service:, env:, cell:, kind:, who:, since: or until:</source>
        <translation>Das Protokoll hat kein %1: service:, env:, cell:, kind:, who:, since: oder until:</translation>
    </message>
    <message>
        <source>%1: is not a time: say 14:00, 2026-11-23, 2026-11-23T14:00, 2h or 7d</source>
        <translation>%1: ist keine Zeit: etwa 14:00, 2026-11-23, 2026-11-23T14:00, 2h oder 7d</translation>
    </message>
</context>
<context>
    <name>Keychain</name>
    <message>
        <source>The keychain has no secret %1</source>
        <translation>Der Schlüsselbund hat kein Geheimnis %1</translation>
    </message>
    <message>
        <source>`asternctl secret set %1` puts it there, or Settings &gt; Secrets.</source>
        <translation>`asternctl secret set %1` legt es dort ab, oder Einstellungen &gt; Geheimnisse.</translation>
    </message>
    <message>
        <source>The keychain was not unlocked</source>
        <translation>Der Schlüsselbund wurde nicht entsperrt</translation>
    </message>
    <message>
        <source>Unlock it when it asks, then sign in again.</source>
        <translation>Entsperren Sie ihn, wenn er fragt, und melden Sie sich dann neu an.</translation>
    </message>
    <message>
        <source>No keychain answers on this machine</source>
        <translation>Auf diesem Rechner antwortet kein Schlüsselbund</translation>
    </message>
    <message>
        <source>It needs a desktop session with GNOME Keyring, KWallet or KeePassXC. Without one, write ${env:NAME} or ${file:/path} in the workspace.</source>
        <translation>Nötig ist eine Desktop-Sitzung mit GNOME Keyring, KWallet oder KeePassXC. Schreiben Sie sonst ${env:NAME} oder ${file:/pfad} in den Arbeitsbereich.</translation>
    </message>
    <message>
        <source>The keychain has not answered for %1</source>
        <translation>Der Schlüsselbund hat seit %1 nicht geantwortet</translation>
    </message>
    <message>
        <source>Look for its dialog and unlock it, then sign in again. If there is none, end and start the keychain&apos;s service.</source>
        <translation>Suchen Sie seinen Dialog und entsperren Sie ihn, dann melden Sie sich neu an. Gibt es keinen, starten Sie den Dienst des Schlüsselbunds neu.</translation>
    </message>
    <message>
        <source>A secret cannot be called &quot;%1&quot;</source>
        <translation>Ein Geheimnis kann nicht „%1“ heißen</translation>
    </message>
    <message>
        <source>Letters, digits, &quot;_&quot;, &quot;.&quot; and &quot;-&quot;, at most 64 of them.</source>
        <translation>Buchstaben, Ziffern, „_“, „.“ und „-“, höchstens 64.</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>in %1, sealed by a passphrase</source>
        <translation>in %1, mit einem Kennwort versiegelt</translation>
    </message>
    <message>
        <source>in %1, protected by its mode alone</source>
        <translation>in %1, nur durch seine Rechte geschützt</translation>
    </message>
    <message>
        <source>`asternctl journal key move --to keychain` puts it into the keychain.</source>
        <translation>`asternctl journal key move --to keychain` legt ihn in den Schlüsselbund.</translation>
    </message>
    <message>
        <source>in the keychain</source>
        <translation>im Schlüsselbund</translation>
    </message>
    <message>
        <source>nowhere</source>
        <translation>nirgends</translation>
    </message>
    <message>
        <source>Restore %1.</source>
        <translation>Stellen Sie %1 wieder her.</translation>
    </message>
</context>
<context>
    <name>Kubeconfig</name>
    <message>
        <source>Correct it there; “kubectl config view” shows how kubectl reads the file.</source>
        <translation>Berichtigen Sie es dort; „kubectl config view“ zeigt, wie kubectl die Datei liest.</translation>
    </message>
    <message>
        <source>A kubeconfig must be a map of clusters, users and contexts</source>
        <translation>Eine kubeconfig muss eine Zuordnung mit clusters, users und contexts sein</translation>
    </message>
    <message>
        <source>Not valid YAML: %1</source>
        <translation>Kein gültiges YAML: %1</translation>
    </message>
    <message>
        <source>%1 must be a text</source>
        <translation>%1 muss ein Text sein</translation>
    </message>
    <message>
        <source>%1 must be base64 of a PEM text</source>
        <translation>%1 muss base64 eines PEM-Texts sein</translation>
    </message>
    <message>
        <source>%1 must be true or false, found “%2”</source>
        <translation>%1 muss true oder false sein, gefunden: „%2“</translation>
    </message>
    <message>
        <source>%1 must be a list</source>
        <translation>%1 muss eine Liste sein</translation>
    </message>
    <message>
        <source>Each entry of %1 must have a name and “%2”</source>
        <translation>Jeder Eintrag von %1 muss einen Namen und „%2“ haben</translation>
    </message>
    <message>
        <source>An entry of %1 has no name</source>
        <translation>Ein Eintrag von %1 hat keinen Namen</translation>
    </message>
    <message>
        <source>“%1” of %2 must be a map</source>
        <translation>„%1“ von %2 muss eine Zuordnung sein</translation>
    </message>
    <message>
        <source>apiVersion of the plugin must be %1v1 or %1v1beta1, found “%2”</source>
        <translation>apiVersion des Plugins muss %1v1 oder %1v1beta1 sein, gefunden: „%2“</translation>
    </message>
    <message>
        <source>Newer versions of the plugin write the entry anew; its command usually has an update for that.</source>
        <translation>Neuere Versionen des Plugins schreiben den Eintrag neu; sein Befehl hat dafür meist ein Update.</translation>
    </message>
    <message>
        <source>The plugin has no command</source>
        <translation>Das Plugin hat kein command</translation>
    </message>
    <message>
        <source>interactiveMode must be Never, IfAvailable or Always, found “%1”</source>
        <translation>interactiveMode muss Never, IfAvailable oder Always sein, gefunden: „%1“</translation>
    </message>
    <message>
        <source>interactiveMode of the plugin is missing: v1 wants it</source>
        <translation>interactiveMode des Plugins fehlt: v1 verlangt es</translation>
    </message>
    <message>
        <source>There is none in these files.</source>
        <translation>In diesen Dateien gibt es keinen Eintrag.</translation>
    </message>
    <message>
        <source>There are: %1.</source>
        <translation>Es gibt: %1.</translation>
    </message>
    <message>
        <source>Did you mean “%1”? </source>
        <translation>Meinten Sie „%1“? </translation>
    </message>
    <message>
        <source>Give the backend a token of its own in the workspace instead: auth: {bearer: &quot;${env:NAME}&quot;}, for example of a service account (kubectl create token NAME).</source>
        <translation>Geben Sie dem System im Arbeitsbereich stattdessen ein eigenes Token: auth: {bearer: &quot;${env:NAME}&quot;}, zum Beispiel das eines Service-Accounts (kubectl create token NAME).</translation>
    </message>
    <message>
        <source>This user logs in through the auth provider “%1”, which Astern does not run</source>
        <translation>Dieser Benutzer meldet sich über den auth-provider „%1“ an, den Astern nicht ausführt</translation>
    </message>
    <message>
        <source>tls-server-name is not supported</source>
        <translation>tls-server-name wird nicht unterstützt</translation>
    </message>
    <message>
        <source>Use a server address that is in the certificate.</source>
        <translation>Verwenden Sie eine Adresse des Servers, die im Zertifikat steht.</translation>
    </message>
    <message>
        <source>The kubeconfig cannot be read: %1</source>
        <translation>Die kubeconfig lässt sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>Name a readable file with “kubeconfig:” in the workspace or in the variable KUBECONFIG.</source>
        <translation>Nennen Sie eine lesbare Datei mit „kubeconfig:“ im Arbeitsbereich oder in der Variable KUBECONFIG.</translation>
    </message>
    <message>
        <source>The kubeconfig is larger than 8 MiB</source>
        <translation>Die kubeconfig ist größer als 8 MiB</translation>
    </message>
    <message>
        <source>None of the kubeconfig files exists</source>
        <translation>Keine der kubeconfig-Dateien ist vorhanden</translation>
    </message>
    <message>
        <source>Correct the variable KUBECONFIG or name a file with “kubeconfig:” in the workspace.</source>
        <translation>Berichtigen Sie die Variable KUBECONFIG, oder nennen Sie eine Datei mit „kubeconfig:“ im Arbeitsbereich.</translation>
    </message>
    <message>
        <source>No context is named and the kubeconfig has no current-context</source>
        <translation>Kein Kontext ist genannt, und die kubeconfig hat keinen current-context</translation>
    </message>
    <message>
        <source>The kubeconfig has no context “%1”</source>
        <translation>Die kubeconfig hat keinen Kontext „%1“</translation>
    </message>
    <message>
        <source>Context “%1” names the cluster “%2”, which is not there</source>
        <translation>Kontext „%1“ nennt den Cluster „%2“, den es nicht gibt</translation>
    </message>
    <message>
        <source>Context “%1” names the user “%2”, which is not there</source>
        <translation>Kontext „%1“ nennt den Benutzer „%2“, den es nicht gibt</translation>
    </message>
    <message>
        <source>The server of cluster “%1” is no address: “%2”</source>
        <translation>Der Server von Cluster „%1“ ist keine Adresse: „%2“</translation>
    </message>
    <message>
        <source>It must look like https://HOST:PORT.</source>
        <translation>Sie muss die Form https://HOST:PORT haben.</translation>
    </message>
    <message>
        <source>a user</source>
        <translation>eines Benutzers</translation>
    </message>
</context>
<context>
    <name>Kubernetes</name>
    <message>
        <source>The answer about permissions cannot be understood</source>
        <translation>Die Antwort über die Rechte ist nicht verständlich</translation>
    </message>
    <message>
        <source>The credentials of %1 may not %2 %3 in all namespaces</source>
        <translation>Die Anmeldedaten von %1 dürfen in allen Namensräumen nicht: %2 %3</translation>
    </message>
    <message>
        <source>The credentials of %1 may not %2 %3 in namespace %4</source>
        <translation>Die Anmeldedaten von %1 dürfen im Namensraum %4 nicht: %2 %3</translation>
    </message>
    <message>
        <source>Deployment is paused</source>
        <translation>Das Deployment ist angehalten</translation>
    </message>
    <message>
        <source>The controller has not seen the latest change yet</source>
        <translation>Der Controller hat die letzte Änderung noch nicht gesehen</translation>
    </message>
    <message>
        <source>%1 (%2) will revert it unless Git says the same</source>
        <translation>%1 (%2) macht es rückgängig, wenn Git nicht dasselbe sagt</translation>
    </message>
    <message>
        <source>Nobody paused it</source>
        <translation>Niemand hat es angehalten</translation>
    </message>
    <message>
        <source>A Deployment has no steps: it goes on by itself</source>
        <translation>Ein Deployment hat keine Schritte: Es geht von selbst weiter</translation>
    </message>
    <message>
        <source>A Deployment has no steps to skip: it goes to the end by itself</source>
        <translation>Ein Deployment hat keine Schritte zum Überspringen: Es geht von selbst bis zum Ende</translation>
    </message>
    <message>
        <source>A Deployment cannot be aborted: going back to the older revision is the way</source>
        <translation>Ein Deployment lässt sich nicht abbrechen: Der Weg ist das Zurückrollen zur älteren Revision</translation>
    </message>
    <message>
        <source>A Deployment is never aborted, so there is nothing to try again</source>
        <translation>Ein Deployment wird nie abgebrochen, also gibt es nichts zu wiederholen</translation>
    </message>
    <message>
        <source>revisionHistoryLimit is 0: no older revision is kept</source>
        <translation>revisionHistoryLimit ist 0: Keine ältere Revision ist aufbewahrt</translation>
    </message>
    <message>
        <source>No older revision is known</source>
        <translation>Keine ältere Revision ist bekannt</translation>
    </message>
    <message>
        <source>Correct it in the kubeconfig, or set ca, cert and key of the backend in the workspace: PEM files.</source>
        <translation>Berichtigen Sie es in der kubeconfig, oder setzen Sie ca, cert und key des Systems im Arbeitsbereich: PEM-Dateien.</translation>
    </message>
    <message>
        <source>The file cannot be read: %1</source>
        <translation>Die Datei lässt sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>The client key is not readable</source>
        <translation>Der Client-Schlüssel ist nicht lesbar</translation>
    </message>
    <message>
        <source>It must be an unencrypted PEM key (RSA or EC).</source>
        <translation>Es muss ein unverschlüsselter PEM-Schlüssel sein (RSA oder EC).</translation>
    </message>
    <message>
        <source>The certificate authority holds no certificate</source>
        <translation>Die Zertifizierungsstelle enthält kein Zertifikat</translation>
    </message>
    <message>
        <source>A client certificate needs its key, and a key its certificate</source>
        <translation>Ein Client-Zertifikat braucht seinen Schlüssel, und ein Schlüssel sein Zertifikat</translation>
    </message>
    <message>
        <source>The client certificate is not readable</source>
        <translation>Das Client-Zertifikat ist nicht lesbar</translation>
    </message>
    <message>
        <source>token file %1</source>
        <translation>Token-Datei %1</translation>
    </message>
    <message>
        <source>token of the kubeconfig</source>
        <translation>Token der kubeconfig</translation>
    </message>
    <message>
        <source>user and password of the kubeconfig</source>
        <translation>Benutzer und Passwort der kubeconfig</translation>
    </message>
    <message>
        <source>sign-in by %1</source>
        <translation>Anmeldung durch %1</translation>
    </message>
    <message>
        <source>client certificate of the kubeconfig</source>
        <translation>Client-Zertifikat der kubeconfig</translation>
    </message>
    <message>
        <source>as %1</source>
        <translation>als %1</translation>
    </message>
    <message>
        <source>A header from the keychain cannot go beside a sign-in that the kubeconfig fetches</source>
        <translation>Eine Kopfzeile aus dem Schlüsselbund verträgt sich nicht mit einer Anmeldung, die die kubeconfig holt</translation>
    </message>
    <message>
        <source>Write ${env:NAME} or ${file:/path} for the header.</source>
        <translation>Schreiben Sie ${env:NAME} oder ${file:/pfad} für die Kopfzeile.</translation>
    </message>
    <message>
        <source>The identity of %1 is NOT verified: insecure-skip-tls-verify in %2:%3</source>
        <translation>Die Identität von %1 wird NICHT geprüft: insecure-skip-tls-verify in %2:%3</translation>
    </message>
    <message>
        <source>proxy-url in %1:%2</source>
        <translation>proxy-url in %1:%2</translation>
    </message>
    <message>
        <source>Check the address in the workspace, and any proxy in between: this is not what a Kubernetes API server answers.</source>
        <translation>Prüfen Sie die Adresse im Arbeitsbereich und einen Proxy dazwischen: So antwortet kein Kubernetes-API-Server.</translation>
    </message>
    <message>
        <source>The server answers with status %1, without a reason</source>
        <translation>Der Server antwortet mit Status %1, ohne Grund</translation>
    </message>
    <message>
        <source>The server says: %1</source>
        <translation>Der Server sagt: %1</translation>
    </message>
    <message>
        <source>The server does not accept the credentials</source>
        <translation>Der Server nimmt die Anmeldedaten nicht an</translation>
    </message>
    <message>
        <source>The token or certificate is missing, expired or of another cluster: log in again.</source>
        <translation>Das Token oder Zertifikat fehlt, ist abgelaufen oder gehört zu einem anderen Cluster: Melden Sie sich neu an.</translation>
    </message>
    <message>
        <source>The server refuses this</source>
        <translation>Der Server lehnt dies ab</translation>
    </message>
    <message>
        <source>Ask the cluster&apos;s administrators for this right, or use other credentials.</source>
        <translation>Bitten Sie die Verwaltung des Clusters um dieses Recht, oder verwenden Sie andere Anmeldedaten.</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message>
        <source>Somebody else changed the object first</source>
        <translation>Jemand anderes hat das Objekt zuerst geändert</translation>
    </message>
    <message>
        <source>Look at it again, then decide.</source>
        <translation>Sehen Sie erneut hin, und entscheiden Sie dann.</translation>
    </message>
    <message>
        <source>Look at it again: what was asked about is no longer there.</source>
        <translation>Sehen Sie erneut hin: Wonach gefragt wurde, gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>The server refuses the content: %1</source>
        <translation>Der Server lehnt den Inhalt ab: %1</translation>
    </message>
    <message>
        <source>The server asks to wait</source>
        <translation>Der Server bittet zu warten</translation>
    </message>
    <message>
        <source>%1 has no revision %2 that can be read: %3</source>
        <translation>%1 hat keine lesbare Revision %2: %3</translation>
    </message>
    <message>
        <source>%1 has no revision %2</source>
        <translation>%1 hat keine Revision %2</translation>
    </message>
    <message>
        <source>Choose one of the revisions that are kept.</source>
        <translation>Wählen Sie eine der aufbewahrten Revisionen.</translation>
    </message>
    <message>
        <source>Kubernetes %1</source>
        <translation>Kubernetes %1</translation>
    </message>
    <message>
        <source>May read rollouts</source>
        <translation>Darf Rollouts lesen</translation>
    </message>
    <message>
        <source>May read Deployments</source>
        <translation>Darf Deployments lesen</translation>
    </message>
    <message>
        <source>May watch</source>
        <translation>Darf beobachten</translation>
    </message>
    <message>
        <source>May promote</source>
        <translation>Darf weiterschalten</translation>
    </message>
    <message>
        <source>May pause</source>
        <translation>Darf anhalten</translation>
    </message>
    <message>
        <source>May abort</source>
        <translation>Darf abbrechen</translation>
    </message>
    <message>
        <source>May roll back</source>
        <translation>Darf zurückrollen</translation>
    </message>
    <message>
        <source>May read pods</source>
        <translation>Darf Pods lesen</translation>
    </message>
    <message>
        <source>May read logs</source>
        <translation>Darf Logs lesen</translation>
    </message>
    <message>
        <source>May read events</source>
        <translation>Darf Ereignisse lesen</translation>
    </message>
</context>
<context>
    <name>Leadership</name>
    <message>
        <source>the program is closing</source>
        <translation>das Programm wird beendet</translation>
    </message>
    <message>
        <source>Another process led in between</source>
        <translation>Zwischendurch hat ein anderer Prozess geführt</translation>
    </message>
    <message>
        <source>Whoever leads now looks again and does what is still to be done</source>
        <translation>Wer jetzt führt, sieht neu nach und tut, was noch zu tun ist</translation>
    </message>
</context>
<context>
    <name>LogNeed</name>
    <message>
        <source>%1 entries wait for it</source>
        <translation>%1 Einträge warten darauf</translation>
    </message>
    <message>
        <source>The last copy of the log elsewhere is %1 old (%2)</source>
        <translation>Die letzte Kopie des Protokolls an anderem Ort ist %1 alt (%2)</translation>
    </message>
    <message>
        <source>No copy of the log elsewhere has been made (%1)</source>
        <translation>Eine Kopie des Protokolls an anderem Ort gibt es noch nicht (%1)</translation>
    </message>
    <message>
        <source>Bring the sink back, then try again, or hold. Going back is always possible. %1</source>
        <translation>Das Ziel wieder erreichbar machen und erneut versuchen, oder anhalten. Ein Zurück ist immer möglich. %1</translation>
    </message>
    <message>
        <source>the shared log: %1</source>
        <translation>das gemeinsame Protokoll: %1</translation>
    </message>
    <message>
        <source>It cannot be recorded as safely as it must be: %1</source>
        <translation>Es lässt sich nicht so sicher protokollieren, wie es sein muss: %1</translation>
    </message>
    <message>
        <source>Try again when it is back, or hold. Going back is always possible.</source>
        <translation>Erneut versuchen, wenn es wieder da ist, oder anhalten. Ein Zurück ist immer möglich.</translation>
    </message>
    <message>
        <source>it has not answered yet</source>
        <translation>es hat noch nicht geantwortet</translation>
    </message>
</context>
<context>
    <name>LogWords</name>
    <message>
        <source>Verified</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>whole log %1 ago</source>
        <translation>ganzes Protokoll vor %1</translation>
    </message>
    <message>
        <source>the whole log was never checked</source>
        <translation>das ganze Protokoll wurde nie geprüft</translation>
    </message>
    <message>
        <source>checking, %1</source>
        <translation>wird geprüft, %1</translation>
    </message>
    <message>
        <source>%1 of %2 entries</source>
        <translation>%1 von %2 Einträgen</translation>
    </message>
    <message>
        <source>nothing to verify</source>
        <translation>nichts zu prüfen</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>Without an outcome</source>
        <translation>Ohne Ergebnis</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>1 intent</source>
        <translation>1 Absicht</translation>
    </message>
    <message>
        <source>%1 intents</source>
        <translation>%1 Absichten</translation>
    </message>
    <message>
        <source>everything sent was told back</source>
        <translation>alles Gesendete kam zurück</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Siegel</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keines</translation>
    </message>
    <message>
        <source>nothing is sealed</source>
        <translation>nichts ist besiegelt</translation>
    </message>
    <message>
        <source>everything is sealed</source>
        <translation>alles ist besiegelt</translation>
    </message>
    <message>
        <source>%1 after it</source>
        <translation>%1 danach</translation>
    </message>
    <message>
        <source>Remote sinks</source>
        <translation>Entfernte Ziele</translation>
    </message>
    <message>
        <source>none set up</source>
        <translation>keine eingerichtet</translation>
    </message>
    <message>
        <source>the log is on this machine only</source>
        <translation>das Protokoll liegt nur auf diesem Rechner</translation>
    </message>
    <message>
        <source>not known here</source>
        <translation>hier nicht bekannt</translation>
    </message>
    <message>
        <source>another process ships the log</source>
        <translation>ein anderer Prozess versendet das Protokoll</translation>
    </message>
    <message>
        <source>%1 of %2, %3 behind</source>
        <translation>%1 von %2, %3 im Rückstand</translation>
    </message>
    <message>
        <source>%1 rejected</source>
        <translation>%1 abgelehnt</translation>
    </message>
    <message>
        <source>%1 answered %2 ago</source>
        <translation>%1 antwortete vor %2</translation>
    </message>
    <message>
        <source>Elsewhere</source>
        <translation>Anderswo</translation>
    </message>
    <message>
        <source>not shared</source>
        <translation>nicht geteilt</translation>
    </message>
    <message>
        <source>a lone log: a checkpoint kept outside is its anchor</source>
        <translation>ein einzelnes Protokoll: ein Siegel außerhalb ist sein Anker</translation>
    </message>
    <message>
        <source>witnessed to %1</source>
        <translation>bezeugt bis %1</translation>
    </message>
    <message>
        <source>shared to %1</source>
        <translation>geteilt bis %1</translation>
    </message>
    <message>
        <source>no other device has signed for it yet</source>
        <translation>noch kein anderes Gerät hat dafür signiert</translation>
    </message>
    <message>
        <source>the next start reads the target and sends again what is missing, under the same key</source>
        <translation>der nächste Start liest das Ziel und sendet Fehlendes unter demselben Schlüssel noch einmal</translation>
    </message>
    <message>
        <source>the next start reads the target and records how it is; nothing is sent again</source>
        <translation>der nächste Start liest das Ziel und hält fest, wie es ist; nichts wird noch einmal gesendet</translation>
    </message>
    <message>
        <source>Do not delete anything. Run asternctl journal verify, and compare with another copy.</source>
        <translation>Löschen Sie nichts. Führen Sie asternctl journal verify aus und vergleichen Sie mit einer anderen Kopie.</translation>
    </message>
    <message>
        <source>Entries are missing from the log</source>
        <translation>Im Protokoll fehlen Einträge</translation>
    </message>
    <message>
        <source>The log is damaged</source>
        <translation>Das Protokoll ist beschädigt</translation>
    </message>
    <message>
        <source>Nothing can be recorded</source>
        <translation>Nichts kann aufgezeichnet werden</translation>
    </message>
    <message>
        <source>The check of the whole log found damage</source>
        <translation>Die Prüfung des ganzen Protokolls fand einen Schaden</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>Die Festplatte ist voll</translation>
    </message>
    <message>
        <source>Only emergencies are recorded, into the space that was kept for them. Free some space.</source>
        <translation>Nur Notfälle werden aufgezeichnet, in den dafür freigehaltenen Platz. Schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>nothing is shared</source>
        <translation>nichts ist geteilt</translation>
    </message>
    <message>
        <source>shared log: %1</source>
        <translation>gemeinsames Protokoll: %1</translation>
    </message>
    <message>
        <source>shared log away: %1</source>
        <translation>gemeinsames Protokoll nicht da: %1</translation>
    </message>
    <message>
        <source>What goes forward waits for it, going back does not. It is tried again by itself.</source>
        <translation>Was vorwärts geht, wartet darauf, was zurück geht, nicht. Es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>shared log: 1 device waits for an administrator</source>
        <translation>gemeinsames Protokoll: 1 Gerät wartet auf einen Administrator</translation>
    </message>
    <message>
        <source>shared log: %1 devices wait for an administrator</source>
        <translation>gemeinsames Protokoll: %1 Geräte warten auf einen Administrator</translation>
    </message>
    <message>
        <source>`asternctl team enrol` approves one</source>
        <translation>`asternctl team enrol` lässt eines zu</translation>
    </message>
    <message>
        <source>sends nothing: a person decides</source>
        <translation>sendet nichts: ein Mensch entscheidet</translation>
    </message>
    <message>
        <source>Somebody else decided first</source>
        <translation>Jemand anders hat zuerst entschieden</translation>
    </message>
    <message>
        <source>The shared log is not as it was signed for</source>
        <translation>Das gemeinsame Protokoll ist nicht, wie dafür unterschrieben wurde</translation>
    </message>
    <message>
        <source>Only emergencies are recorded</source>
        <translation>Nur Notfälle werden festgehalten</translation>
    </message>
    <message>
        <source>The key of this device is out of reach, and a key that stands in for it signs them: %1</source>
        <translation>Der Schlüssel dieses Geräts ist nicht erreichbar, und ein Schlüssel, der für ihn einspringt, unterschreibt sie: %1</translation>
    </message>
</context>
<context>
    <name>Names</name>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
</context>
<context>
    <name>Oidc</name>
    <message>
        <source>The provider&apos;s answer holds no signed ID token</source>
        <translation>Die Antwort des Anbieters enthält kein signiertes ID-Token</translation>
    </message>
    <message>
        <source>The ID token is signed with &quot;%1&quot;, which proves nothing here</source>
        <translation>Das ID-Token ist mit „%1“ signiert, was hier nichts beweist</translation>
    </message>
    <message>
        <source>The provider has to sign with RS256, PS256, ES256 or a longer one of these.</source>
        <translation>Der Anbieter muss mit RS256, PS256, ES256 oder einem längeren davon signieren.</translation>
    </message>
    <message>
        <source>The ID token asks for something that is not understood here</source>
        <translation>Das ID-Token verlangt etwas, das hier nicht verstanden wird</translation>
    </message>
    <message>
        <source>The signature of the ID token is wrong</source>
        <translation>Die Signatur des ID-Tokens ist falsch</translation>
    </message>
    <message>
        <source>The ID token is signed with a key that the provider does not show</source>
        <translation>Das ID-Token ist mit einem Schlüssel signiert, den der Anbieter nicht zeigt</translation>
    </message>
    <message>
        <source>The ID token does not say when it was made and when it ends</source>
        <translation>Das ID-Token sagt nicht, wann es entstand und wann es endet</translation>
    </message>
    <message>
        <source>Set the clock of this machine, or that of the provider; identity.clock_skew allows up to 5m.</source>
        <translation>Stellen Sie die Uhr dieses Rechners oder die des Anbieters; identity.clock_skew erlaubt bis zu 5m.</translation>
    </message>
    <message>
        <source>The ID token comes from the future: this machine&apos;s clock is %1 behind the provider&apos;s</source>
        <translation>Das ID-Token kommt aus der Zukunft: Die Uhr dieses Rechners geht gegenüber der des Anbieters %1 nach</translation>
    </message>
    <message>
        <source>The ID token ended %1 ago</source>
        <translation>Das ID-Token ist seit %1 abgelaufen</translation>
    </message>
    <message>
        <source>Sign in again; if it was just made, compare the clocks.</source>
        <translation>Melden Sie sich erneut an; ist es gerade erst entstanden, vergleichen Sie die Uhren.</translation>
    </message>
    <message>
        <source>The provider&apos;s answer is no set of keys</source>
        <translation>Die Antwort des Anbieters ist kein Schlüsselsatz</translation>
    </message>
    <message>
        <source>The ID token is of another provider: %1</source>
        <translation>Das ID-Token ist von einem anderen Anbieter: %1</translation>
    </message>
    <message>
        <source>The ID token is for another program, not for %1</source>
        <translation>Das ID-Token ist für ein anderes Programm, nicht für %1</translation>
    </message>
    <message>
        <source>Compare identity.client_id in astern.yaml with the provider&apos;s list of clients.</source>
        <translation>Vergleichen Sie identity.client_id in astern.yaml mit der Liste der Clients beim Anbieter.</translation>
    </message>
    <message>
        <source>The ID token answers another question than ours (nonce)</source>
        <translation>Das ID-Token beantwortet eine andere Frage als unsere (Nonce)</translation>
    </message>
    <message>
        <source>Somebody may have tried to pass a foreign sign-in to you. Sign in again.</source>
        <translation>Vielleicht wollte Ihnen jemand eine fremde Anmeldung unterschieben. Melden Sie sich erneut an.</translation>
    </message>
    <message>
        <source>The provider renewed the sign-in of another person</source>
        <translation>Der Anbieter hat die Anmeldung einer anderen Person erneuert</translation>
    </message>
    <message>
        <source>Compare identity.issuer in astern.yaml with what the provider says of itself.</source>
        <translation>Vergleichen Sie identity.issuer in astern.yaml mit dem, was der Anbieter von sich sagt.</translation>
    </message>
    <message>
        <source>There is no OpenID provider here: the answer is no description of one</source>
        <translation>Hier ist kein OpenID-Anbieter: Die Antwort beschreibt keinen</translation>
    </message>
    <message>
        <source>The provider calls itself %1</source>
        <translation>Der Anbieter nennt sich %1</translation>
    </message>
    <message>
        <source>The provider does not take PKCE with S256</source>
        <translation>Der Anbieter nimmt kein PKCE mit S256</translation>
    </message>
    <message>
        <source>The provider has no authorization code flow</source>
        <translation>Der Anbieter hat keinen Ablauf mit Autorisierungscode</translation>
    </message>
    <message>
        <source>The provider lacks an address for signing in, or has one that is not safe</source>
        <translation>Dem Anbieter fehlt eine Adresse zum Anmelden, oder eine ist nicht sicher</translation>
    </message>
    <message>
        <source>as the client %1, without a secret</source>
        <translation>als Client %1, ohne Geheimnis</translation>
    </message>
    <message>
        <source>Browser</source>
        <translation>Browser</translation>
    </message>
    <message>
        <source>Other device</source>
        <translation>Anderes Gerät</translation>
    </message>
    <message>
        <source>it does not offer that: `asternctl login --device` cannot be used</source>
        <translation>das bietet er nicht an: `asternctl login --device` geht nicht</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>it cannot be told: the sign-in is forgotten here alone</source>
        <translation>ihm lässt es sich nicht sagen: Die Anmeldung wird nur hier vergessen</translation>
    </message>
    <message>
        <source>The sign-in was refused at the provider</source>
        <translation>Die Anmeldung wurde beim Anbieter abgelehnt</translation>
    </message>
    <message>
        <source>The provider refuses the sign-in: %1</source>
        <translation>Der Anbieter lehnt die Anmeldung ab: %1</translation>
    </message>
    <message>
        <source>The provider refuses the sign-in: %1 (%2)</source>
        <translation>Der Anbieter lehnt die Anmeldung ab: %1 (%2)</translation>
    </message>
    <message>
        <source>No keychain keeps the sign-in on this machine</source>
        <translation>Kein Schlüsselbund bewahrt die Anmeldung auf diesem Rechner auf</translation>
    </message>
    <message>
        <source>What the keychain keeps of the sign-in is damaged</source>
        <translation>Was der Schlüsselbund von der Anmeldung aufbewahrt, ist beschädigt</translation>
    </message>
</context>
<context>
    <name>OnCall</name>
    <message>
        <source>a machine is not on call</source>
        <translation>eine Maschine hat keine Bereitschaft</translation>
    </message>
    <message>
        <source>nobody proved who this is</source>
        <translation>niemand hat nachgewiesen, wer das ist</translation>
    </message>
    <message>
        <source>that person is on call already</source>
        <translation>diese Person hat schon Bereitschaft</translation>
    </message>
    <message>
        <source>only who is on call hands over; whoever has the role on-call may take it</source>
        <translation>nur wer Bereitschaft hat, übergibt sie; wer die Rolle on-call hat, darf sie übernehmen</translation>
    </message>
    <message>
        <source>only on-call may take it, and this person proved no such role</source>
        <translation>nur on-call darf sie übernehmen, und diese Person hat keine solche Rolle nachgewiesen</translation>
    </message>
    <message>
        <source>On call stays as it is: %1</source>
        <translation>Die Bereitschaft bleibt, wie sie ist: %1</translation>
    </message>
    <message>
        <source>this session can only look</source>
        <translation>diese Sitzung kann nur zusehen</translation>
    </message>
    <message>
        <source>what the team decided is not known here now: %1</source>
        <translation>was das Team entschieden hat, ist hier jetzt nicht bekannt: %1</translation>
    </message>
</context>
<context>
    <name>Plan</name>
    <message>
        <source>an unknown version</source>
        <translation>eine unbekannte Version</translation>
    </message>
    <message>
        <source>nothing serves</source>
        <translation>nichts ist in Betrieb</translation>
    </message>
    <message>
        <source>, %1 of %2 pods ready</source>
        <translation>, %1 von %2 Pods bereit</translation>
    </message>
    <message>
        <source>%1 serves %2%3</source>
        <translation>%1 ist mit %2 in Betrieb%3</translation>
    </message>
    <message>
        <source>%1 is the desired version</source>
        <translation>%1 ist die gewünschte Version</translation>
    </message>
    <message>
        <source>the controller has not seen the latest change yet</source>
        <translation>der Controller hat die letzte Änderung noch nicht gesehen</translation>
    </message>
    <message>
        <source>it was aborted</source>
        <translation>es wurde abgebrochen</translation>
    </message>
    <message>
        <source>all steps are passed</source>
        <translation>alle Schritte sind durchlaufen</translation>
    </message>
    <message>
        <source>at step %1 of %2, %3</source>
        <translation>bei Schritt %1 von %2, %3</translation>
    </message>
    <message>
        <source>what runs is not known: %1</source>
        <translation>was läuft, ist nicht bekannt: %1</translation>
    </message>
    <message>
        <source>it is paused</source>
        <translation>es ist angehalten</translation>
    </message>
    <message>
        <source>it is not paused</source>
        <translation>es ist nicht angehalten</translation>
    </message>
    <message>
        <source>it was not aborted</source>
        <translation>es wurde nicht abgebrochen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>revision %1</source>
        <translation>Revision %1</translation>
    </message>
    <message>
        <source>the stable version</source>
        <translation>die stabile Version</translation>
    </message>
    <message>
        <source>%1 has no pods now: they start first</source>
        <translation>%1 hat jetzt keine Pods: Sie starten zuerst</translation>
    </message>
    <message>
        <source>%1 is running, %2 of %3 ready</source>
        <translation>%1 läuft, %2 von %3 bereit</translation>
    </message>
    <message>
        <source>Look at the connection&apos;s chip; the plan can be made as soon as the backend answers.</source>
        <translation>Sehen Sie auf das Schild der Verbindung; der Plan entsteht, sobald das System antwortet.</translation>
    </message>
    <message>
        <source>What runs is not known: %1</source>
        <translation>Was läuft, ist nicht bekannt: %1</translation>
    </message>
    <message>
        <source>%1 has not been seen yet</source>
        <translation>%1 wurde noch nicht gesehen</translation>
    </message>
    <message>
        <source>Abort the switch, all traffic stays on or returns to %1</source>
        <translation>Die Umschaltung abbrechen, der gesamte Verkehr bleibt auf %1 oder kehrt dorthin zurück</translation>
    </message>
    <message>
        <source>Abort the canary, all traffic to %1</source>
        <translation>Den Canary abbrechen, der gesamte Verkehr auf %1</translation>
    </message>
    <message>
        <source>%1 → 0 %</source>
        <translation>%1 → 0 %</translation>
    </message>
    <message>
        <source>Restore the template of %1</source>
        <translation>Die Vorlage von %1 wiederherstellen</translation>
    </message>
    <message>
        <source>so that the next change does not start %1 again</source>
        <translation>damit die nächste Änderung %1 nicht erneut startet</translation>
    </message>
    <message>
        <source>Make %1 the desired version</source>
        <translation>%1 zur gewünschten Version machen</translation>
    </message>
    <message>
        <source>template of revision %1</source>
        <translation>Vorlage von Revision %1</translation>
    </message>
    <message>
        <source>Give %1 all traffic, skipping the steps</source>
        <translation>%1 den gesamten Verkehr geben, die Schritte überspringen</translation>
    </message>
    <message>
        <source>Replace the template by that of %1</source>
        <translation>Die Vorlage durch die von %1 ersetzen</translation>
    </message>
    <message>
        <source>revision %1; pods are replaced a few at a time</source>
        <translation>Revision %1; Pods werden nach und nach ersetzt</translation>
    </message>
    <message>
        <source>Recovery is not watched: no signal of %1 has a limit</source>
        <translation>Die Erholung wird nicht beobachtet: Kein Signal von %1 hat einen Grenzwert</translation>
    </message>
    <message>
        <source>Watch recovery</source>
        <translation>Erholung beobachten</translation>
    </message>
    <message>
        <source>every signal within its limit for %1, up to %2</source>
        <translation>jedes Signal seit %1 in seinem Grenzwert, höchstens %2</translation>
    </message>
    <message>
        <source>Configuration and feature flags stay as they are</source>
        <translation>Konfiguration und Feature-Flags bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>The content of %1, and feature flags, stay as they are</source>
        <translation>Der Inhalt von %1 und die Feature-Flags bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>What %1 has written to databases stays</source>
        <translation>Was %1 in Datenbanken geschrieben hat, bleibt</translation>
    </message>
    <message>
        <source>%1 has no revision %2</source>
        <translation>%1 hat keine Revision %2</translation>
    </message>
    <message>
        <source>No revision is kept.</source>
        <translation>Keine Revision ist aufbewahrt.</translation>
    </message>
    <message>
        <source>Kept are: %1.</source>
        <translation>Aufbewahrt sind: %1.</translation>
    </message>
    <message>
        <source>No older version is kept: revisionHistoryLimit is 0</source>
        <translation>Keine ältere Version ist aufbewahrt: revisionHistoryLimit ist 0</translation>
    </message>
    <message>
        <source>Deploy the older version again, and let history be kept.</source>
        <translation>Liefern Sie die ältere Version erneut aus und lassen Sie die Historie aufbewahren.</translation>
    </message>
    <message>
        <source>%1 is the first version here: there is none to go back to</source>
        <translation>%1 ist hier die erste Version: Es gibt keine, zu der es zurückginge</translation>
    </message>
    <message>
        <source>Stop it by scaling down, or deploy another version.</source>
        <translation>Stoppen Sie sie durch Herunterskalieren oder liefern Sie eine andere Version aus.</translation>
    </message>
    <message>
        <source>No older version that differs from %1 is kept</source>
        <translation>Keine ältere Version, die sich von %1 unterscheidet, ist aufbewahrt</translation>
    </message>
    <message>
        <source>Deploy the older version again.</source>
        <translation>Liefern Sie die ältere Version erneut aus.</translation>
    </message>
    <message>
        <source>A person paused it: going back ends the pause</source>
        <translation>Eine Person hat es angehalten: Zurückrollen beendet die Pause</translation>
    </message>
    <message>
        <source>End the pause, so that the controller acts</source>
        <translation>Die Pause beenden, damit der Controller handelt</translation>
    </message>
    <message>
        <source>%1 owns this and will undo it at its next sync unless Git says the same: revert the change in Git too</source>
        <translation>%1 verwaltet dies und macht es beim nächsten Abgleich rückgängig, wenn Git nicht dasselbe sagt: Nehmen Sie die Änderung auch in Git zurück</translation>
    </message>
    <message>
        <source>Revert the change in Git: %1 still asks for %2.</source>
        <translation>Nehmen Sie die Änderung in Git zurück: %1 verlangt weiterhin %2.</translation>
    </message>
    <message>
        <source>Nothing needs to be sent.</source>
        <translation>Nichts muss gesendet werden.</translation>
    </message>
    <message>
        <source>%1 serves already, and %2 was given up</source>
        <translation>%1 ist schon in Betrieb, und %2 wurde aufgegeben</translation>
    </message>
    <message>
        <source>The template stays at %1: %2 owns it, and would undo a change</source>
        <translation>Die Vorlage bleibt auf %1: %2 verwaltet sie und würde eine Änderung rückgängig machen</translation>
    </message>
    <message>
        <source>%1 will start %2 again with any further change: revert it in Git too</source>
        <translation>%1 startet %2 mit jeder weiteren Änderung erneut: Nehmen Sie sie auch in Git zurück</translation>
    </message>
    <message>
        <source>%1 was aborted</source>
        <translation>%1 wurde abgebrochen</translation>
    </message>
    <message>
        <source>Retry starts it again.</source>
        <translation>„Wiederholen“ startet es neu.</translation>
    </message>
    <message>
        <source>The controller has not seen the latest change yet</source>
        <translation>Der Controller hat die letzte Änderung noch nicht gesehen</translation>
    </message>
    <message>
        <source>Try again in a few seconds; if it stays so, the controller may be down.</source>
        <translation>Versuchen Sie es in einigen Sekunden erneut; bleibt es so, steht vielleicht der Controller.</translation>
    </message>
    <message>
        <source>Nothing is on its way: %1 serves</source>
        <translation>Nichts ist unterwegs: %1 ist in Betrieb</translation>
    </message>
    <message>
        <source>A Deployment has no steps: it goes on by itself</source>
        <translation>Ein Deployment hat keine Schritte: Es geht von selbst weiter</translation>
    </message>
    <message>
        <source>It is paused: resume it.</source>
        <translation>Es ist angehalten: Setzen Sie es fort.</translation>
    </message>
    <message>
        <source>A person paused it</source>
        <translation>Eine Person hat es angehalten</translation>
    </message>
    <message>
        <source>Resume it first.</source>
        <translation>Setzen Sie es zuerst fort.</translation>
    </message>
    <message>
        <source>Promote %1 to %2</source>
        <translation>%1 auf %2 weiterschalten</translation>
    </message>
    <message>
        <source>%1 now</source>
        <translation>jetzt %1</translation>
    </message>
    <message>
        <source>A Deployment cannot be aborted</source>
        <translation>Ein Deployment lässt sich nicht abbrechen</translation>
    </message>
    <message>
        <source>Roll back to the older revision instead.</source>
        <translation>Rollen Sie stattdessen zur älteren Revision zurück.</translation>
    </message>
    <message>
        <source>%1 is the first version here: an abort has nothing to return to</source>
        <translation>%1 ist hier die erste Version: Ein Abbruch hätte kein Ziel</translation>
    </message>
    <message>
        <source>Pause it instead.</source>
        <translation>Halten Sie es stattdessen an.</translation>
    </message>
    <message>
        <source>It was not aborted, so there is nothing to try again</source>
        <translation>Es wurde nicht abgebrochen, also gibt es nichts zu wiederholen</translation>
    </message>
    <message>
        <source>Start %1 again</source>
        <translation>%1 erneut starten</translation>
    </message>
    <message>
        <source>from the first step</source>
        <translation>vom ersten Schritt an</translation>
    </message>
    <message>
        <source>It is paused already</source>
        <translation>Es ist schon angehalten</translation>
    </message>
    <message>
        <source>Resume ends the pause.</source>
        <translation>„Fortsetzen“ beendet die Pause.</translation>
    </message>
    <message>
        <source>Nobody paused it</source>
        <translation>Niemand hat es angehalten</translation>
    </message>
    <message>
        <source>It waits at a step: promote goes on.</source>
        <translation>Es wartet an einem Schritt: Weiterschalten geht weiter.</translation>
    </message>
    <message>
        <source>Pause at %1</source>
        <translation>Bei %1 anhalten</translation>
    </message>
    <message>
        <source>Go on from %1</source>
        <translation>Von %1 aus fortsetzen</translation>
    </message>
    <message>
        <source>Pause: nothing new is started</source>
        <translation>Anhalten: Nichts Neues beginnt</translation>
    </message>
    <message>
        <source>%1 serves already</source>
        <translation>%1 ist schon in Betrieb</translation>
    </message>
    <message>
        <source>Choose another revision.</source>
        <translation>Wählen Sie eine andere Revision.</translation>
    </message>
    <message>
        <source>%1 is the version that is on its way</source>
        <translation>%1 ist die Version, die unterwegs ist</translation>
    </message>
    <message>
        <source>Promote it, or choose another revision.</source>
        <translation>Schalten Sie sie weiter oder wählen Sie eine andere Revision.</translation>
    </message>
    <message>
        <source>It is paused: going back ends the pause, or the pods would stay</source>
        <translation>Es ist angehalten: Zurückrollen beendet die Pause, sonst blieben die Pods</translation>
    </message>
    <message>
        <source>Its template lives in another object (workloadRef): that one is changed</source>
        <translation>Die Vorlage liegt in einem anderen Objekt (workloadRef): Jenes wird geändert</translation>
    </message>
    <message>
        <source>The template stays at %1: retry, or any further change, starts it again</source>
        <translation>Die Vorlage bleibt auf %1: „Wiederholen“ oder jede weitere Änderung startet sie erneut</translation>
    </message>
    <message>
        <source>%1 is off; on it would let in %2</source>
        <translation>%1 ist aus; an ließe es %2 ein</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 ist %2</translation>
    </message>
    <message>
        <source>%1 is not known: %2</source>
        <translation>%1 ist nicht bekannt: %2</translation>
    </message>
    <message>
        <source>Switch the flag %1 off</source>
        <translation>Flag %1 ausschalten</translation>
    </message>
    <message>
        <source>%1 now%2</source>
        <translation>jetzt %1%2</translation>
    </message>
    <message>
        <source>Switch the flag %1 on</source>
        <translation>Flag %1 einschalten</translation>
    </message>
    <message>
        <source>lets in %1 of users</source>
        <translation>lässt %1 der Nutzer ein</translation>
    </message>
    <message>
        <source>lets in %1</source>
        <translation>lässt ein: %1</translation>
    </message>
    <message>
        <source>Set the flag %1 to %2 of users</source>
        <translation>Flag %1 auf %2 der Nutzer setzen</translation>
    </message>
    <message>
        <source>%1 now; it is off</source>
        <translation>jetzt %1; es ist aus</translation>
    </message>
    <message>
        <source>Restore %1 to version %2</source>
        <translation>%1 auf Version %2 zurücksetzen</translation>
    </message>
    <message>
        <source>changed by %1, %2</source>
        <translation>geändert von %1, %2</translation>
    </message>
    <message>
        <source>%1 is archived</source>
        <translation>%1 ist archiviert</translation>
    </message>
    <message>
        <source>Bring it back on the flag server first.</source>
        <translation>Zuerst auf dem Flag-Server zurückholen.</translation>
    </message>
    <message>
        <source>%1 is off already</source>
        <translation>%1 ist schon aus</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>%1 is at %2 already</source>
        <translation>%1 steht schon auf %2</translation>
    </message>
    <message>
        <source>%1 of users</source>
        <translation>%1 der Nutzer</translation>
    </message>
    <message>
        <source>%1 is on already</source>
        <translation>%1 ist schon an</translation>
    </message>
    <message>
        <source>Nothing decides yet whom %1 lets in: switched on, everybody would get it</source>
        <translation>Noch entscheidet nichts, wen %1 einlässt: eingeschaltet bekämen es alle</translation>
    </message>
    <message>
        <source>Say how many users, e.g. --percent 5.</source>
        <translation>Angeben, wie viele Nutzer, z. B. --percent 5.</translation>
    </message>
    <message>
        <source>on, %1 of users</source>
        <translation>an, %1 der Nutzer</translation>
    </message>
    <message>
        <source>on, %1</source>
        <translation>an, %1</translation>
    </message>
    <message>
        <source>The release stays as it is; programs ask for flags every few seconds, so that not all of them follow at once</source>
        <translation>Das Release bleibt, wie es ist; Programme fragen alle paar Sekunden nach Flags, sodass nicht alle sofort folgen</translation>
    </message>
    <message>
        <source>The release stays as it is; programs that read %1 only when they start follow when they do</source>
        <translation>Das Release bleibt, wie es ist; Programme, die %1 nur beim Start lesen, folgen erst dann</translation>
    </message>
    <message>
        <source>%1 (%2) owns %3 and will undo it at its next sync unless Git says the same</source>
        <translation>%1 (%2) verwaltet %3 und macht das beim nächsten Abgleich rückgängig, wenn Git nicht dasselbe sagt</translation>
    </message>
    <message>
        <source>Other configuration and feature flags stay as they are</source>
        <translation>Andere Konfiguration und andere Feature-Flags bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>%1 is planned elsewhere</source>
        <translation>%1 wird anderswo geplant</translation>
    </message>
    <message>
        <source>Nothing can be mitigated here: no flag of %1 is on, and no configuration set has a version to go back to</source>
        <translation>Hier lässt sich nichts mildern: Kein Flag von %1 ist an, und kein Konfigurationssatz hat eine Version, zu der es zurückgehen könnte</translation>
    </message>
    <message>
        <source>Roll back instead.</source>
        <translation>Stattdessen zurückrollen.</translation>
    </message>
    <message>
        <source>%1 stays where it is, with the traffic that it has</source>
        <translation>%1 bleibt, wo es ist, mit dem Verkehr, den es hat</translation>
    </message>
    <message>
        <source>No other version of %1 was ever seen here</source>
        <translation>Von %1 wurde hier nie eine andere Fassung gesehen</translation>
    </message>
    <message>
        <source>A version is kept when it is seen.</source>
        <translation>Eine Fassung wird aufbewahrt, wenn sie gesehen wird.</translation>
    </message>
</context>
<context>
    <name>PlanStrip</name>
    <message>
        <source>pause %1</source>
        <translation>%1 anhalten</translation>
    </message>
    <message>
        <source>resume %1</source>
        <translation>%1 fortsetzen</translation>
    </message>
    <message>
        <source>promote %1</source>
        <translation>%1 weiterschalten</translation>
    </message>
    <message>
        <source>promote %1 to 100 %</source>
        <translation>%1 auf 100 % weiterschalten</translation>
    </message>
    <message>
        <source>abort %1</source>
        <translation>%1 abbrechen</translation>
    </message>
    <message>
        <source>retry %1</source>
        <translation>%1 wiederholen</translation>
    </message>
    <message>
        <source>roll back %1</source>
        <translation>%1 zurückrollen</translation>
    </message>
    <message>
        <source>mitigate %1</source>
        <translation>%1 mildern</translation>
    </message>
    <message>
        <source>switch %1 off</source>
        <translation>%1 ausschalten</translation>
    </message>
    <message>
        <source>switch %1 on</source>
        <translation>%1 einschalten</translation>
    </message>
    <message>
        <source>set %1 to %2</source>
        <translation>%1 auf %2 setzen</translation>
    </message>
    <message>
        <source>restore %1 to %2</source>
        <translation>%1 auf %2 zurücksetzen</translation>
    </message>
</context>
<context>
    <name>Policy</name>
    <message>
        <source>the end, and or or</source>
        <translation>das Ende, and oder or</translation>
    </message>
    <message>
        <source>at most %1 levels</source>
        <translation>höchstens %1 Ebenen</translation>
    </message>
    <message>
        <source>result or a number</source>
        <translation>result oder eine Zahl</translation>
    </message>
    <message>
        <source>it ends where %1 was expected</source>
        <translation>es endet, wo erwartet war: %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; at character %2 where %3 was expected</source>
        <translation>„%1“ bei Zeichen %2; erwartet war: %3</translation>
    </message>
    <message>
        <source>it has more than %1 characters</source>
        <translation>es hat mehr als %1 Zeichen</translation>
    </message>
    <message>
        <source>there is no rule %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no state %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 refers to itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 refers to %2, which refers back to it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 needs a stable version beside the new one, which ends with %2, and no other rule enforces anything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a threshold, budget, burn_rate, deadline or probe rule as well; or strategies: [canary]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no rule can find harm and act on it: the verdict would never be anything but unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least one rule with mode enforce that is not missing, low_traffic or drop; to only watch, mode: observe of the whole policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no rule of type missing watches %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{id: …, type: missing, signal: %1, stale_after: 45s, unknown_after: 60s}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no rule uses the signal %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a rule with signal: %1, or without the signal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is %2, and a rollout is over after time.max_duration (%3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is %2, which is no whole number of ticks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a multiple of time.tick (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has %2 items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from 1 to 32</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a burst of %1 at %2 or more rolls back, although transient_max forgives bursts of up to %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only where such a burst must end the rollout; else at least %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lets about %2 of healthy rollouts be suspected for nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is usual; ten times fewer false alarms cost 10 to 20 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auto, or a number of at least 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 forgives %2, and a rollout is over after time.max_duration (%3): nothing can be confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is &quot;either&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one of higher_is_bad, lower_is_bad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad_ratio is %1 and tolerate_ratio %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad_ratio above tolerate_ratio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad_ratio below tolerate_ratio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad_floor is %1 and floor %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad_floor above floor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad_budget is %1 and budget %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad_budget above budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 looks at every tick: a rank test that is peeked at is wrong far more often than alpha says, so it is only observed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step_end, rollout_end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, revision %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 owns it. It judges rollouts of %2 in %3 that go by %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It only observes: verdicts are shown and recorded, nothing is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It acts: what its ladder says is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It looks every %1 at what has arrived by %2 after each look&apos;s end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A rollout is planned to take %1 at most; one that takes longer needs a person.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the first %1 rules about the new version gather and do not judge, except deadlines and probes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1: the share of %2 that took longer than %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 as a share of %3, counted by %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the value of %2, in %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a connection to %1, port %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wherever somebody reports from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2, tried every %3 from %4; an answer counts within %5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the state of %2 as %3 tells it, one of %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is looked at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected every %1; a gap of more than %2 is missing data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hold: nothing is promoted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shrink: the new version gets %1 of the traffic at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mitigate: the configuration %1 becomes %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mitigate: the flag %1 is set to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1; the next step waits %2 for its effect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>roll back, which this policy calls unsafe: a person is asked instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>roll back; tried %1 more, first after %2, given up after %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>notify %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>page %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ask %1; without an answer within %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> — only if it is still systemic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> — only if the step before was not confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> — left out when it is critical</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> — %1 after it began</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After a rollback nothing starts by itself for %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More than %1 in %2 for one service and environment: a person decides.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one rollback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 rollbacks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alerts are meant to stay at %1 in 10 min and %2 a day; %3 in 10 min are a flood.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing starts and nothing is promoted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing starts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing is promoted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: from %2 to %3 %4; rollbacks go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tuesday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wednesday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thursday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Friday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saturday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sunday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of the next day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: every %2 from %3 to %4 (%5) %6; rollbacks go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>When it is transient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When it is systemic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When it is external (the stable version suffers too)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When it is unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freezes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the new version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the stable version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>both versions together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minor: alone it holds the rollout and never rolls back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Major: systemic follows the ladder from the top.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Critical: systemic skips the steps that are left out when it is critical.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 episodes within %2 are systemic: it flaps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has an answer from %1 events on, with data for %2 of the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has an answer with data for %1 of the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without one the last verdict lives %1, then it is unknown. Healthy again after %2 without trouble.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one healthy rollout in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A suspicion raises a hold at once; for nothing in at most %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What ends within %1 of it is forgiven. Data from after that must confirm it anew, wrong in at most %2 cases; then it is systemic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undecided for %1: unknown, and a person looks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At %1 or more for %2, with at least %3 requests in that time, it is systemic and critical without a second look.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evidence is weakened for clustered errors by %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evidence is weakened for clustered errors as the stable version&apos;s hour before the rollout shows them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>above %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>below %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2, over the last %3, must not be %4. Exactly at the limit is well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without interruption for %1 it is systemic; the longest burst that cannot trigger it is %2 (for - window).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trouble has ended when it is back at %1; until then, and %2 longer, it is transient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of the new version is weighed against the stable one, tick by tick: more than %2 times as much is harm, and %3 times as much is what it looks for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Under %1 nothing matters; %2 is bad by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of the new version is weighed against the stable one, tick by tick: less than %2 times as much is harm, and %3 times as much is what it looks for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at the end of each step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at the end of the rollout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at every tick, and therefore only shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>higher</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>higher or lower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, minute by minute, of the new version is compared with the stable one by rank (Mann-Whitney) %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is harm when it is %1, by chance in at most %2 of the cases, and with an effect (A12) of at least %3; from %4 samples of each on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 may be bad up to %3; %4 is bad by itself. No stable version is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 against an objective of %3 over %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Using up its error budget more than %1 times too fast, over %2 and over %3 as well: systemic at once, %4. All requests failing show it after %5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewer than %1 bad events in the long window are no evidence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What burned before the rollout began is external: the rollout is not blamed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every instance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 instances</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of the instances</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 must become %3 within %4 of its start and stay so for %5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is systemic when that is missed, when no further instance gets there for %1, or when one has restarted %2 times. Until then: unknown, held.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2: a location is down after %3 failures in a row, and up again after %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one success</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 successes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One location down: systemic; nobody reporting: unknown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 locations down: systemic; fewer: transient; nobody reporting: unknown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failures count from %1 after the start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without data of %1 for %2: missing after %3, unknown after %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After %1 the people of the ladder for unknown are called at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With trouble in %1 at the same time it is systemic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the verdict rests on %1 alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the rollout is held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a person is asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With fewer than %1 events of %2 for %3 within %4 counting rules have too little to go by: %5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 in trouble %3: transient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>within %1</source>
        <translation>innerhalb von %1</translation>
    </message>
    <message>
        <source>at the same tick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of them systemic by their own rule, whatever their severity: systemic. With fewer than %1 that have an answer: unknown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 must not be %3 for %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>%1 of %2 is read every %3, %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reading passes when %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reading fails when %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More than %1 failures: systemic. More than %2 doubtful readings, or %3 errors of the source: unknown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 deviations (MAD x 1.4826) lower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 is compared with the median of the same %3 of the last %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 weeks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is said when it is %1 for %2. It is only ever shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It only observes: it changes no verdict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a lower-case letter, then lower-case letters, digits and &apos;-&apos;, at most 63</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is empty</source>
        <translation>%1 ist leer</translation>
    </message>
    <message>
        <source>text, in quotes: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text that is not empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an item of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is in the list a second time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each once</source>
        <translation>jedes einmal</translation>
    </message>
    <message>
        <source>an item of %1 is %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a finite number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>less than %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a ratio: 1% or 0.01</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is %2, without a unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a ratio: 1% or 0.01; all of it is 100%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an existing date and time with its offset, in quotes: &quot;2026-11-27T00:00:00+01:00&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ends before it begins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a later time than from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a time of the day, in quotes: &quot;22:00&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no time zone %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a name of the time zone database: Europe/Berlin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no day %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ends when it begins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another time than from; an earlier one is of the next day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 would block rollbacks, which nothing may</source>
        <translation>%1 würde Rückkehren sperren, was nichts darf</translation>
    </message>
    <message>
        <source>start, promote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 blocks %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is another freeze %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each id once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is once and every week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from and to, or weekly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does two things</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flag and set, or config and apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 asks without %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a timeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a timeout and a default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>timeout: 30m, default: one of hold, rollback, freeze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 would promote when nobody answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>default: one of hold, rollback, freeze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 holds only after other steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hold first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has a step for still_systemic, and nothing before it that could have helped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a mitigate step before it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 begins with a step for not_confirmed, and there is no step before it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the step whose outcome is meant, before it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>when nobody answers, a release is rolled back because nothing is known about it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a release is rolled back because nothing is known about it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only where a lack of data means harm; else default: hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least one: {do: hold}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 neither rolls back nor asks anybody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a rollback or an ask step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 says nothing that could be broken: neither %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> nor </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clear is above the limit that it clears (above)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clear at most as high as above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clear is below the limit that it clears (below)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clear at least as high as below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the short window is not shorter than the long one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>short less than long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a burn of more than %1 can never be reached: with an SLO of %2 all requests failing is a burn of %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the window is longer than a rollout (time.max_duration %1), and role new has no data from before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>role: all, or a shorter window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is no condition: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>comparisons of result with numbers, and, or, not, isNaN(), isInf()</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has two limits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>above, or below: one rule for each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>above: 1%, or below: 5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no ratio is above 100%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>less than 100%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no ratio is below 0%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than 0%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bursts of more than %1 trigger %2 (for - window)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least %1, which forgives bursts of 30s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is %2, and the signal&apos;s kind is %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ratio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one of mean, max, min, last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pairs of windows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least one {long, short, factor}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 readings never show more than %2 of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>less than count (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 readings never hold %2 successes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most count (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pass: result &lt; 0.05</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>below: 25%, z: 6, or both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all, {count: 3} or {percent: 80%}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 says not one thing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an instance cannot have been ready for %1 within %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>healthy_for shorter than each_within</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 locations must agree, and %2 has %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown_after is shorter than stale_after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stale_after, then unknown_after, then escalate_after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>escalate_after is shorter than unknown_after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 names rules to rely on, and does something else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>then: rely_on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has one rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 rules are needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from 1 to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 without quotes is a boolean for some readers of YAML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a text in quotes: &quot;%1&quot;; or true or false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the id of a service of the workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time.warm_up is %1, and a rollout is over after time.max_duration (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the format is %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a tab is used as indentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file cannot be read: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a readable file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no signal %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is of kind %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a signal of kind %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is enforced, and a drop against history is only ever observed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mode: observe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is another rule %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a map of texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has the key %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the id of a backend of the workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>letters, digits, &apos;_&apos;, &apos;:&apos; and &apos;.&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>letters, digits and &apos;_&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has counters and a histogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>total and bad, or histogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a map from member to value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ASCII text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text, a whole number, true, false or null</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>http:// or https://, a host such as {role}, and a path; no user and no blank</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name of a header</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>status codes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a status code from 100 to 599</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has two checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>http, or tcp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 checks nothing: http is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>http: {url: …}, or tcp: {host: …, port: …}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a map from id to signal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>signals is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least one signal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be the id of a signal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not within what was told</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at %1 it was to be %2, and is %3 (%4)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was never to be, and comes after %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was to come by %2, and never does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was to come by %2, and comes after %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The samples cannot be read: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts are of a signal of kind events, and %1 has none %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 are no counts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad events of all in each tick: &quot;5/1000&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has two sources</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>samples or counts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stretches: {for: 5m, new: &quot;5/1000&quot;, stable: &quot;4/9000&quot;}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the counts last longer than a week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most 7d together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>expectations: {at: 5m, class: healthy}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start is no instant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cases: {name: …, counts: […], expect: […]}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 says twice what it becomes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ratio: a share of the events, or times: a factor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 comes again before it has ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for: shorter than every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changes: {ratio: 5%, for: 30s}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shares of the traffic: [5%, 50%]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is no share of the traffic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>above 0% and at most 100%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shares has no step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least one: [10%]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clusters of one are none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>above 1, or 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the rollout takes longer than a week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>onset.to is before onset.from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same or later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the onset may come after the end of the rollout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>onset.to before %1 s, the steps together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Harm that no single burst of %1 explains is systemic as soon as that is certain, and so is what comes back just after it was cleared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>However long it has lasted by then, it waits for those data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worse it is, the sooner: at 100 % after %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PolicyChanges</name>
    <message>
        <source>it is gone: nothing of it would be in force any more</source>
        <translation>sie ist weg: nichts von ihr würde mehr gelten</translation>
    </message>
    <message>
        <source>it is new: nothing of it is in force yet</source>
        <translation>sie ist neu: nichts von ihr gilt bisher</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>the numbers of its rules are the same; something else differs</source>
        <translation>die Zahlen ihrer Regeln sind dieselben; anderes ist verschieden</translation>
    </message>
</context>
<context>
    <name>PolicyDraft</name>
    <message>
        <source>The policy cannot be read</source>
        <translation>Die Richtlinie kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>The file was changed by somebody else meanwhile</source>
        <translation>Die Datei wurde inzwischen von jemand anderem geändert</translation>
    </message>
    <message>
        <source>It is larger than any policy can be. Look at it with another editor.</source>
        <translation>Sie ist größer, als eine Richtlinie sein kann. Sehen Sie sie mit einem anderen Editor an.</translation>
    </message>
</context>
<context>
    <name>Postgres</name>
    <message>
        <source>This is not the address of a PostgreSQL database</source>
        <translation>Das ist nicht die Adresse einer PostgreSQL-Datenbank</translation>
    </message>
    <message>
        <source>Write postgresql://user@host:5432/database</source>
        <translation>Schreiben Sie postgresql://user@host:5432/database</translation>
    </message>
    <message>
        <source>The address must not hold a password</source>
        <translation>Die Adresse darf kein Passwort enthalten</translation>
    </message>
    <message>
        <source>Use a client certificate, or libpq&apos;s password file</source>
        <translation>Nehmen Sie ein Client-Zertifikat oder die Passwortdatei von libpq</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be chosen in the address of a team store</source>
        <translation>„%1“ kann in der Adresse eines Teamspeichers nicht gewählt werden</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is always checked in full</source>
        <translation>Das Zertifikat des Servers wird immer vollständig geprüft</translation>
    </message>
    <message>
        <source>The address needs a host, a user and a database</source>
        <translation>Die Adresse braucht einen Host, einen Benutzer und eine Datenbank</translation>
    </message>
    <message>
        <source>Write postgresql://user@host/database</source>
        <translation>Schreiben Sie postgresql://user@host/database</translation>
    </message>
    <message>
        <source>Connecting to the team store was given up</source>
        <translation>Der Verbindungsaufbau zum Teamspeicher wurde aufgegeben</translation>
    </message>
    <message>
        <source>The team store does not answer</source>
        <translation>Der Teamspeicher antwortet nicht</translation>
    </message>
    <message>
        <source>It is tried again by itself</source>
        <translation>Es wird von selbst erneut versucht</translation>
    </message>
    <message>
        <source>The team store refused: %1</source>
        <translation>Der Teamspeicher hat abgelehnt: %1</translation>
    </message>
    <message>
        <source>The team store cannot be reached: %1</source>
        <translation>Der Teamspeicher ist nicht erreichbar: %1</translation>
    </message>
    <message>
        <source>Check the certificates of this client and of the server, and the server&apos;s pg_hba.conf</source>
        <translation>Prüfen Sie die Zertifikate dieses Clients und des Servers und die pg_hba.conf des Servers</translation>
    </message>
    <message>
        <source>Waiting for the team store was given up</source>
        <translation>Das Warten auf den Teamspeicher wurde aufgegeben</translation>
    </message>
    <message>
        <source>The team store answered something else</source>
        <translation>Der Teamspeicher hat etwas anderes geantwortet</translation>
    </message>
    <message>
        <source>This database holds no team journal</source>
        <translation>Diese Datenbank enthält kein Teamjournal</translation>
    </message>
    <message>
        <source>Prepare it with `asternctl team init`</source>
        <translation>Mit `asternctl team init` vorbereiten</translation>
    </message>
    <message>
        <source>The team store is not connected</source>
        <translation>Der Teamspeicher ist nicht verbunden</translation>
    </message>
    <message>
        <source>The server speaks as PostgreSQL %1; 15 or newer is needed</source>
        <translation>Der Server spricht wie PostgreSQL %1; gebraucht wird 15 oder neuer</translation>
    </message>
    <message>
        <source>Use a newer server</source>
        <translation>Nehmen Sie einen neueren Server</translation>
    </message>
    <message>
        <source>The database %1 holds something else</source>
        <translation>Die Datenbank %1 enthält etwas anderes</translation>
    </message>
    <message>
        <source>Give the team&apos;s journal a database of its own: createdb astern</source>
        <translation>Geben Sie dem Teamjournal eine eigene Datenbank: createdb astern</translation>
    </message>
    <message>
        <source>The database is not in UTF8</source>
        <translation>Die Datenbank ist nicht in UTF8</translation>
    </message>
    <message>
        <source>Make one with createdb --encoding=UTF8</source>
        <translation>Legen Sie eine an mit createdb --encoding=UTF8</translation>
    </message>
    <message>
        <source>The database was prepared by a newer Astern (version %1; this one knows %2)</source>
        <translation>Die Datenbank wurde von einem neueren Astern eingerichtet (Version %1; dieses kennt %2)</translation>
    </message>
    <message>
        <source>Use that Astern</source>
        <translation>Nehmen Sie jenes Astern</translation>
    </message>
    <message>
        <source>Only a superuser of the server can prepare the database</source>
        <translation>Nur ein Superuser des Servers kann die Datenbank einrichten</translation>
    </message>
    <message>
        <source>Connect as one, e.g. postgresql://postgres@%2Frun%2Fpostgresql/astern</source>
        <translation>Verbinden Sie sich als einer, z. B. postgresql://postgres@%2Frun%2Fpostgresql/astern</translation>
    </message>
    <message>
        <source>make the roles journal_owner, journal_writer, journal_reader, journal_operator and journal_privacy, none of which can log in</source>
        <translation>die Rollen journal_owner, journal_writer, journal_reader, journal_operator und journal_privacy anlegen, von denen sich keine anmelden kann</translation>
    </message>
    <message>
        <source>make the schema journal with its tables, triggers and functions</source>
        <translation>das Schema journal mit seinen Tabellen, Triggern und Funktionen anlegen</translation>
    </message>
    <message>
        <source>take away what everybody may do in this database by default</source>
        <translation>wegnehmen, was in dieser Datenbank von vornherein jeder darf</translation>
    </message>
    <message>
        <source>bring the schema journal from version %1 to %2</source>
        <translation>das Schema journal von Version %1 auf %2 bringen</translation>
    </message>
    <message>
        <source>A part of Astern is missing</source>
        <translation>Ein Teil von Astern fehlt</translation>
    </message>
    <message>
        <source>This is not a device&apos;s card</source>
        <translation>Das ist nicht die Karte eines Geräts</translation>
    </message>
    <message>
        <source>Write it on that device: asternctl team card &gt; card.json</source>
        <translation>Schreiben Sie sie auf jenem Gerät: asternctl team card &gt; card.json</translation>
    </message>
    <message>
        <source>The server knows no login %1</source>
        <translation>Der Server kennt keine Anmeldung %1</translation>
    </message>
    <message>
        <source>Make it first: CREATE ROLE … LOGIN; its certificate must carry this name</source>
        <translation>Legen Sie sie zuerst an: CREATE ROLE … LOGIN; ihr Zertifikat muss diesen Namen tragen</translation>
    </message>
    <message>
        <source>%1 is a superuser</source>
        <translation>%1 ist ein Superuser</translation>
    </message>
    <message>
        <source>Give each device a login of its own without any other right</source>
        <translation>Geben Sie jedem Gerät eine eigene Anmeldung ohne weitere Rechte</translation>
    </message>
    <message>
        <source>The device %1 already writes as %2</source>
        <translation>Das Gerät %1 schreibt schon als %2</translation>
    </message>
    <message>
        <source>A device has one login. Take the other away first: DELETE FROM journal.writer_role …</source>
        <translation>Ein Gerät hat eine Anmeldung. Nehmen Sie zuerst die andere weg: DELETE FROM journal.writer_role …</translation>
    </message>
    <message>
        <source>its lease has run out, and the team&apos;s store has not said who leads</source>
        <translation>seine Pacht ist abgelaufen, und der Speicher des Teams hat nicht gesagt, wer führt</translation>
    </message>
    <message>
        <source>nobody knows who leads: %1</source>
        <translation>niemand weiß, wer führt: %1</translation>
    </message>
    <message>
        <source>the team&apos;s store has not said who leads</source>
        <translation>der Speicher des Teams hat nicht gesagt, wer führt</translation>
    </message>
    <message>
        <source>%1 leads</source>
        <translation>%1 führt</translation>
    </message>
    <message>
        <source>The team&apos;s database is of version %1; this Astern needs %2</source>
        <translation>Die Datenbank des Teams hat Version %1; dieses Astern braucht %2</translation>
    </message>
    <message>
        <source>Bring it up with `asternctl team init --yes`, as its administrator</source>
        <translation>Mit `asternctl team init --yes` als ihr Administrator auf den Stand bringen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Umlaufzeit</translation>
    </message>
    <message>
        <source>Shared log</source>
        <translation>Gemeinsames Protokoll</translation>
    </message>
    <message>
        <source>May file entries</source>
        <translation>Darf Einträge ablegen</translation>
    </message>
    <message>
        <source>PostgreSQL %1.%2</source>
        <translation>PostgreSQL %1.%2</translation>
    </message>
    <message>
        <source>%1 ms, the median of 3</source>
        <translation>%1 ms, der Median von 3</translation>
    </message>
    <message>
        <source>this database holds no team journal</source>
        <translation>in dieser Datenbank liegt kein Journal eines Teams</translation>
    </message>
    <message>
        <source>The login needs the role journal_reader</source>
        <translation>Die Anmeldung braucht die Rolle journal_reader</translation>
    </message>
    <message>
        <source>%1 entries, and %2 that contradict them</source>
        <translation>%1 Einträge, und %2, die ihnen widersprechen</translation>
    </message>
    <message>
        <source>%1 entries</source>
        <translation>%1 Einträge</translation>
    </message>
    <message>
        <source>`asternctl team status` says more</source>
        <translation>`asternctl team status` sagt mehr</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no: this login was enrolled for no device</source>
        <translation>nein: diese Anmeldung ist für kein Gerät aufgenommen</translation>
    </message>
    <message>
        <source>Ask for `asternctl team enrol` with the card that `asternctl team card` prints here</source>
        <translation>Um `asternctl team enrol` bitten, mit der Karte, die `asternctl team card` hier ausgibt</translation>
    </message>
    <message>
        <source>not known, because of what is said above</source>
        <translation>nicht bekannt, wegen des oben Gesagten</translation>
    </message>
    <message>
        <source>The team store lets this login in once an administrator has enrolled this device: `asternctl team enrol`, with the card that `asternctl team card` prints here</source>
        <translation>Der Teamspeicher lässt diese Anmeldung ein, sobald ein Administrator dieses Gerät zugelassen hat: `asternctl team enrol` mit der Karte, die `asternctl team card` hier ausgibt</translation>
    </message>
    <message>
        <source>The team&apos;s database does not keep who is there</source>
        <translation>Die Datenbank des Teams hält nicht fest, wer da ist</translation>
    </message>
    <message>
        <source>The card says otherwise than what its key signed</source>
        <translation>Die Karte sagt anderes, als ihr Schlüssel unterschrieben hat</translation>
    </message>
    <message>
        <source>Have it written anew on that device: asternctl team card &gt; card.json</source>
        <translation>Lassen Sie sie auf jenem Gerät neu schreiben: asternctl team card &gt; card.json</translation>
    </message>
</context>
<context>
    <name>Prometheus</name>
    <message>
        <source>The answer is not one of a Prometheus</source>
        <translation>Die Antwort ist nicht die eines Prometheus</translation>
    </message>
    <message>
        <source>Check the address in the workspace: the path before /api/v1 belongs to it.</source>
        <translation>Prüfen Sie die Adresse im Arbeitsbereich: Der Pfad vor /api/v1 gehört dazu.</translation>
    </message>
    <message>
        <source>May query</source>
        <translation>Darf abfragen</translation>
    </message>
</context>
<context>
    <name>Records</name>
    <message>
        <source>A block of records is not what it claims to be</source>
        <translation>Ein Block der Aufzeichnungen ist nicht, was er zu sein behauptet</translation>
    </message>
    <message>
        <source>The records cannot be read: %1</source>
        <translation>Die Aufzeichnungen können nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>This is no file of records</source>
        <translation>Das ist keine Datei mit Aufzeichnungen</translation>
    </message>
    <message>
        <source>What stands before it is whole; the rest is to be had from a copy of the file alone.</source>
        <translation>Was davor steht, ist heil; der Rest ist nur aus einer Kopie der Datei zu haben.</translation>
    </message>
    <message>
        <source>The records are damaged</source>
        <translation>Die Aufzeichnungen sind beschädigt</translation>
    </message>
    <message>
        <source>These records were written by a newer version of Astern</source>
        <translation>Diese Aufzeichnungen hat eine neuere Version von Astern geschrieben</translation>
    </message>
    <message>
        <source>Read them with that version.</source>
        <translation>Mit jener Version lesen.</translation>
    </message>
    <message>
        <source>A block of records is larger than any that is written</source>
        <translation>Ein Block der Aufzeichnungen ist größer als jeder, der geschrieben wird</translation>
    </message>
    <message>
        <source>Free space on this disk; recording goes on by itself</source>
        <translation>Schaffen Sie Platz auf diesem Datenträger; die Aufzeichnung geht von selbst weiter</translation>
    </message>
    <message>
        <source>The records cannot be opened</source>
        <translation>Die Aufzeichnungen können nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Another process records this rollout</source>
        <translation>Ein anderer Prozess zeichnet diesen Rollout auf</translation>
    </message>
    <message>
        <source>One of them is enough; end the other.</source>
        <translation>Einer genügt; beenden Sie den anderen.</translation>
    </message>
    <message>
        <source>The records were taken away while they were opened</source>
        <translation>Die Aufzeichnungen wurden beim Öffnen entfernt</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Noch einmal versuchen.</translation>
    </message>
    <message>
        <source>These are the records of another rollout: %1</source>
        <translation>Das sind die Aufzeichnungen eines anderen Rollouts: %1</translation>
    </message>
    <message>
        <source>The records cannot be written</source>
        <translation>Die Aufzeichnungen können nicht geschrieben werden</translation>
    </message>
    <message>
        <source>The disk did not confirm that the records are safe</source>
        <translation>Der Datenträger hat nicht bestätigt, dass die Aufzeichnungen sicher sind</translation>
    </message>
    <message>
        <source>The records end before they begin</source>
        <translation>Die Aufzeichnungen enden, bevor sie beginnen</translation>
    </message>
    <message>
        <source>The folder of the records cannot be made</source>
        <translation>Der Ordner der Aufzeichnungen kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>Make the folder writable for this user</source>
        <translation>Machen Sie den Ordner für diesen Benutzer beschreibbar</translation>
    </message>
    <message>
        <source>Nothing is recorded of this rollout</source>
        <translation>Von diesem Rollout ist nichts aufgezeichnet</translation>
    </message>
    <message>
        <source>The folder of the records cannot be read</source>
        <translation>Der Ordner der Aufzeichnungen kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>The samples of this rollout are no longer kept</source>
        <translation>Die Messungen dieses Rollouts sind nicht mehr aufbewahrt</translation>
    </message>
    <message>
        <source>They are kept for %1 after its end, and the oldest go first when all together exceed %2</source>
        <translation>Sie werden bis %1 nach seinem Ende aufbewahrt; sind es zusammen mehr als %2, gehen die ältesten zuerst</translation>
    </message>
    <message>
        <source>None is recorded in %1</source>
        <translation>In %1 ist keiner aufgezeichnet</translation>
    </message>
    <message>
        <source>Recorded are: %1</source>
        <translation>Aufgezeichnet sind: %1</translation>
    </message>
    <message>
        <source>Did you mean %1?</source>
        <translation>War %1 gemeint?</translation>
    </message>
    <message>
        <source>No recorded rollout is called that</source>
        <translation>So heißt kein aufgezeichneter Rollout</translation>
    </message>
    <message>
        <source>%1 recorded rollouts in several places are called that: %2</source>
        <translation>%1 aufgezeichnete Rollouts an mehreren Orten heißen so: %2</translation>
    </message>
    <message>
        <source>%1 recorded rollouts of %2 are called that</source>
        <translation>%1 aufgezeichnete Rollouts von %2 heißen so</translation>
    </message>
    <message>
        <source>Name one of: %1</source>
        <translation>Einen davon nennen: %1</translation>
    </message>
    <message>
        <source>This version cannot read the policies that were in force</source>
        <translation>Diese Version kann die Richtlinien nicht lesen, die galten</translation>
    </message>
    <message>
        <source>Name another policy</source>
        <translation>Eine andere Richtlinie angeben</translation>
    </message>
</context>
<context>
    <name>RolloutPage</name>
    <message>
        <source>The credentials of %1 would have to allow it.</source>
        <translation>Die Anmeldedaten von %1 müssten es erlauben.</translation>
    </message>
    <message>
        <source>Opens Emergency with this plan. Nothing is sent by this.</source>
        <translation>Öffnet den Notfall mit diesem Plan. Dadurch wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Shows the plan first. Nothing is sent by this.</source>
        <translation>Zeigt zuerst den Plan. Dadurch wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Roll back to %1…</source>
        <translation>Zurückrollen auf %1…</translation>
    </message>
    <message>
        <source>Roll back…</source>
        <translation>Zurückrollen…</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Promote to %1</source>
        <translation>Weiterschalten auf %1</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>Weiterschalten</translation>
    </message>
    <message>
        <source>Abort</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1 seit %2</translation>
    </message>
    <message>
        <source> in %1</source>
        <translation> in %1</translation>
    </message>
    <message>
        <source>policy %1 %2</source>
        <translation>Richtlinie %1: %2</translation>
    </message>
    <message>
        <source> unless somebody holds it</source>
        <translation>, außer jemand hält sie an</translation>
    </message>
</context>
<context>
    <name>Runbook</name>
    <message>
        <source>Name a file in the folder of the workspace: runbooks/checkout.md</source>
        <translation>Nennen Sie eine Datei im Ordner des Workspace: runbooks/checkout.md</translation>
    </message>
    <message>
        <source>The service has no runbook</source>
        <translation>Der Dienst hat kein Runbook</translation>
    </message>
    <message>
        <source>The runbook is somewhere else</source>
        <translation>Das Runbook liegt woanders</translation>
    </message>
    <message>
        <source>It is opened in the browser.</source>
        <translation>Es wird im Browser geöffnet.</translation>
    </message>
    <message>
        <source>There is no such file</source>
        <translation>Diese Datei gibt es nicht</translation>
    </message>
    <message>
        <source>The file is outside of the workspace</source>
        <translation>Die Datei liegt außerhalb des Workspace</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>Die Datei lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>The file is larger than %1 KiB</source>
        <translation>Die Datei ist größer als %1 KiB</translation>
    </message>
    <message>
        <source>Split it into several.</source>
        <translation>Teilen Sie sie in mehrere.</translation>
    </message>
    <message>
        <source>The file is no text in UTF-8</source>
        <translation>Die Datei ist kein Text in UTF-8</translation>
    </message>
</context>
<context>
    <name>Samples</name>
    <message>
        <source>labels are k=v;k=v; a backslash goes before ; and = within them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the label &quot;%1&quot; stands there twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than %1 labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a backslash in labels goes before ;, = or another backslash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a row without a source is a heartbeat (arrived_ms alone) or a mark (step_end, rollout_end or mitigated as series, and event_ms)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a quote stands where none may; a field with quotes is in quotes, and those within are doubled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 columns; there are six: source,series,labels,event_ms,arrived_ms,value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the text is no valid UTF-8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a sample without a series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is whole milliseconds since 1970 in UTC, from 0 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a value is a number that a double can hold, or one of NaN, +Inf, -Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a record is an object: {&quot;source&quot;:…}, {&quot;heartbeat_ms&quot;:…} or {&quot;mark&quot;:…}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a comma or the end of the object is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a key in quotes is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a colon is missing behind &quot;%1&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is something behind the record; each stands on a line of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>source and series may not be empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no key of a record; allowed: source, series, labels, event_ms, arrived_ms, value, heartbeat_ms, mark, at_ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; stands there twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a text in quotes, valid UTF-8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no mark; allowed: step_end, rollout_end, mitigated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>labels are an object of texts: {&quot;status&quot;:&quot;500&quot;}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a label without a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a value is a number that a double can hold, or one of &quot;NaN&quot;, &quot;+Inf&quot;, &quot;-Inf&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The samples cannot be read on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a line of more than %1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a row of more than %1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>neither NDJSON, {&quot;source&quot;:…} on each line, nor CSV, whose first line is source,series,labels,event_ms,arrived_ms,value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The samples cannot be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space, or choose another place</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sandbox</name>
    <message>
        <source>Opens a simulated company on loopback: three clusters, a Prometheus, a dozen services.
Prints one line of JSON when it answers.

Example: asternctl sandbox --seed 7 --speed 4 --workspace ~/sandbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same seed makes the same company.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simulated seconds per second.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adds plain services until there are so many places.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where to write the workspace; a temporary folder otherwise.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also writes the line of JSON to this file while it runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begins with every rollout finished and nothing wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends when the process that started it ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows this help.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sandbox takes no argument &quot;%1&quot;; see --help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--seed must be a whole number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--speed must be between 0.1 and 1000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--rollouts must be between 0 and 20000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--port must be between 0 and 65000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prometheus gets this port, the clusters the next three, then the others; 0: free ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begins quiet, with a release of which the truth is known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lists the scenarios.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the scenario plays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds from the release to the fault; otherwise drawn from the seed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--onset and --at belong to --scenario</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--onset must be a number of seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes no policies into the workspace: nothing is judged, nobody acts by itself.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Secrets</name>
    <message>
        <source>The environment variable %1 is not set</source>
        <translation>Die Umgebungsvariable %1 ist nicht gesetzt</translation>
    </message>
    <message>
        <source>Set it before starting Astern.</source>
        <translation>Setzen Sie sie vor dem Start von Astern.</translation>
    </message>
    <message>
        <source>It holds the secret and nothing else, readable by you alone.</source>
        <translation>Sie enthält das Geheimnis und nichts sonst, nur für Sie lesbar.</translation>
    </message>
    <message>
        <source>The file of a secret cannot be read</source>
        <translation>Die Datei eines Geheimnisses lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>The file of a secret is empty</source>
        <translation>Die Datei eines Geheimnisses ist leer</translation>
    </message>
    <message>
        <source>The file of a secret is too large</source>
        <translation>Die Datei eines Geheimnisses ist zu groß</translation>
    </message>
    <message>
        <source>The keychain cannot be asked here</source>
        <translation>Der Schlüsselbund lässt sich hier nicht fragen</translation>
    </message>
    <message>
        <source>Write ${env:NAME} or ${file:/path} in the workspace.</source>
        <translation>Schreiben Sie ${env:NAME} oder ${file:/pfad} in den Arbeitsbereich.</translation>
    </message>
</context>
<context>
    <name>SharedLog</name>
    <message>
        <source>Entry %1 of the shared log: %2</source>
        <translation>Eintrag %1 des gemeinsamen Protokolls: %2</translation>
    </message>
    <message>
        <source>entry %1 should stand here</source>
        <translation>hier sollte Eintrag %1 stehen</translation>
    </message>
    <message>
        <source>it is not in its canonical form</source>
        <translation>er ist nicht in seiner kanonischen Form</translation>
    </message>
    <message>
        <source>its bytes do not have the hash that it is filed under</source>
        <translation>seine Bytes haben nicht den Hash, unter dem er abgelegt ist</translation>
    </message>
    <message>
        <source>it is filed under other names than those that were signed</source>
        <translation>er ist unter anderen Namen abgelegt, als unterschrieben wurden</translation>
    </message>
    <message>
        <source>it does not continue the chain of its writer %1</source>
        <translation>er setzt die Kette seines Schreibers %1 nicht fort</translation>
    </message>
    <message>
        <source>Entry %1 of the shared log names %2 as its writer and is not signed by it: it counts for nothing</source>
        <translation>Eintrag %1 des gemeinsamen Protokolls nennt %2 als Schreiber und ist nicht von ihm unterschrieben: Er zählt nicht</translation>
    </message>
    <message>
        <source>the log does not begin with a genesis</source>
        <translation>das Protokoll beginnt nicht mit einer Genesis</translation>
    </message>
    <message>
        <source>The writer %1 was not approved by an administrator</source>
        <translation>Der Schreiber %1 wurde von keinem Administrator zugelassen</translation>
    </message>
    <message>
        <source>Every device that follows the log sends its own entries again. Ask the database&apos;s administrator what happened: a failover to a copy that was behind, a restored backup, or somebody&apos;s hand. What was lost is kept in this device&apos;s copy</source>
        <translation>Jedes Gerät, das dem Protokoll folgt, sendet seine eigenen Einträge erneut. Fragen Sie den Administrator der Datenbank, was geschehen ist: ein Wechsel auf eine Kopie, die zurücklag, eine zurückgespielte Sicherung oder jemandes Hand. Was verloren ging, ist in der Kopie dieses Geräts aufbewahrt</translation>
    </message>
    <message>
        <source>The copy of the shared log was written by a newer Astern</source>
        <translation>Die Kopie des gemeinsamen Protokolls wurde von einem neueren Astern geschrieben</translation>
    </message>
    <message>
        <source>This device&apos;s copy of the shared log is damaged: %1</source>
        <translation>Die Kopie des gemeinsamen Protokolls auf diesem Gerät ist beschädigt: %1</translation>
    </message>
    <message>
        <source>Move the file away: it is fetched again from the store</source>
        <translation>Schieben Sie die Datei beiseite: Sie wird erneut aus dem Speicher geholt</translation>
    </message>
    <message>
        <source>Find out who holds the login of this writer, and take it away</source>
        <translation>Finden Sie heraus, wer die Anmeldung dieses Schreibers hat, und entziehen Sie sie</translation>
    </message>
    <message>
        <source>Entry %1 was written over another history: its writer had seen %2 entries that are not the ones here</source>
        <translation>Eintrag %1 wurde über einer anderen Geschichte geschrieben: Sein Schreiber hatte %2 Einträge gesehen, die nicht die hiesigen sind</translation>
    </message>
    <message>
        <source>Compare the copies of both devices, and ask the database&apos;s administrator</source>
        <translation>Vergleichen Sie die Kopien beider Geräte und fragen Sie den Administrator der Datenbank</translation>
    </message>
    <message>
        <source>Entry %1 of the shared log is disputed: its key was revoked from before it on</source>
        <translation>Eintrag %1 des gemeinsamen Protokolls ist strittig: Sein Schlüssel wurde von vor ihm an widerrufen</translation>
    </message>
    <message>
        <source>Somebody uses a key that was revoked: find out who, and take the login of this writer away</source>
        <translation>Jemand benutzt einen widerrufenen Schlüssel: herausfinden, wer, und die Anmeldung dieses Schreibers wegnehmen</translation>
    </message>
    <message>
        <source>This device&apos;s copy of the shared log is damaged</source>
        <translation>Die Kopie des gemeinsamen Protokolls auf diesem Gerät ist beschädigt</translation>
    </message>
    <message>
        <source>The team&apos;s log has no device %1</source>
        <translation>Das Protokoll des Teams hat kein Gerät %1</translation>
    </message>
    <message>
        <source>%1 may mean several devices</source>
        <translation>%1 kann mehrere Geräte meinen</translation>
    </message>
    <message>
        <source>`asternctl team status` lists them.</source>
        <translation>`asternctl team status` zählt sie auf.</translation>
    </message>
    <message>
        <source>Did you mean %1? `asternctl team status` lists them all.</source>
        <translation>Meinten Sie %1? `asternctl team status` zählt alle auf.</translation>
    </message>
</context>
<context>
    <name>Ship</name>
    <message>
        <source>Make room there.</source>
        <translation>Dort Platz schaffen.</translation>
    </message>
    <message>
        <source>Look whether the medium is there, and who may write it.</source>
        <translation>Nachsehen, ob das Medium da ist und wer darauf schreiben darf.</translation>
    </message>
    <message>
        <source>The copy cannot be written</source>
        <translation>Die Kopie lässt sich nicht schreiben</translation>
    </message>
    <message>
        <source>The copy cannot be opened</source>
        <translation>Die Kopie lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>The copy is no file</source>
        <translation>Die Kopie ist keine Datei</translation>
    </message>
    <message>
        <source>Name a file that Astern makes.</source>
        <translation>Eine Datei nennen, die Astern anlegt.</translation>
    </message>
    <message>
        <source>The copy is being written by another program</source>
        <translation>Ein anderes Programm schreibt gerade an der Kopie</translation>
    </message>
    <message>
        <source>Give each log a file of its own.</source>
        <translation>Jedem Protokoll eine eigene Datei geben.</translation>
    </message>
    <message>
        <source>The copy cannot be begun</source>
        <translation>Die Kopie lässt sich nicht beginnen</translation>
    </message>
    <message>
        <source>The file is not a copy that Astern has made</source>
        <translation>Die Datei ist keine Kopie, die Astern angelegt hat</translation>
    </message>
    <message>
        <source>Name another file: it is left as it is.</source>
        <translation>Eine andere Datei nennen: Diese bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>The copy&apos;s torn beginning cannot be cut off</source>
        <translation>Der abgerissene Anfang der Kopie lässt sich nicht abschneiden</translation>
    </message>
    <message>
        <source>The end of the copy is not what Astern wrote</source>
        <translation>Das Ende der Kopie ist nicht, was Astern geschrieben hat</translation>
    </message>
    <message>
        <source>Keep the file as evidence, and name another one.</source>
        <translation>Die Datei als Beweis aufheben und eine andere nennen.</translation>
    </message>
    <message>
        <source>The copy&apos;s torn end cannot be cut off</source>
        <translation>Das abgerissene Ende der Kopie lässt sich nicht abschneiden</translation>
    </message>
    <message>
        <source>The copy is that of another log</source>
        <translation>Die Kopie gehört zu einem anderen Protokoll</translation>
    </message>
    <message>
        <source>The copy cannot be made durable</source>
        <translation>Die Kopie lässt sich nicht sichern</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Writable</source>
        <translation>Schreibbar</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>Takes entries</source>
        <translation>Nimmt Einträge an</translation>
    </message>
    <message>
        <source>what answers is no collector of OTLP</source>
        <translation>was dort antwortet, nimmt kein OTLP an</translation>
    </message>
    <message>
        <source>The address ends in /v1/logs of a collector that takes JSON.</source>
        <translation>Die Adresse endet auf /v1/logs eines Collectors, der JSON annimmt.</translation>
    </message>
    <message>
        <source>the collector does not take all of it</source>
        <translation>der Collector nimmt nicht alles an</translation>
    </message>
    <message>
        <source>the collector answers with status %1</source>
        <translation>der Collector antwortet mit Status %1</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>%1, not refused; syslog never acknowledges</source>
        <translation>%1, nicht abgewiesen; Syslog bestätigt nie</translation>
    </message>
    <message>
        <source>nothing is there</source>
        <translation>dort ist nichts</translation>
    </message>
    <message>
        <source>the sink %1 does not take entries: %2</source>
        <translation>das Ziel %1 nimmt keine Einträge an: %2</translation>
    </message>
    <message>
        <source>the log cannot be read: %1</source>
        <translation>das Protokoll lässt sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>what it acknowledged cannot be noted: %1</source>
        <translation>die Bestätigung lässt sich nicht festhalten: %1</translation>
    </message>
    <message>
        <source>refuses 1 entry, kept here only</source>
        <translation>weist 1 Eintrag ab, den es nur hier gibt</translation>
    </message>
    <message>
        <source>refuses %1 entries, kept here only</source>
        <translation>weist %1 Einträge ab, die es nur hier gibt</translation>
    </message>
    <message>
        <source>handed over, not acknowledged</source>
        <translation>übergeben, nicht bestätigt</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>bearer token, %1</source>
        <translation>Bearer-Token, %1</translation>
    </message>
    <message>
        <source>user and password, %1</source>
        <translation>Benutzer und Passwort, %1</translation>
    </message>
    <message>
        <source>client certificate</source>
        <translation>Client-Zertifikat</translation>
    </message>
    <message>
        <source>header %1, %2</source>
        <translation>Kopfzeile %1, %2</translation>
    </message>
    <message>
        <source>without credentials</source>
        <translation>ohne Anmeldedaten</translation>
    </message>
    <message>
        <source>token, %1</source>
        <translation>Token, %1</translation>
    </message>
</context>
<context>
    <name>SignalWindow</name>
    <message>
        <source>The picture could not be made.</source>
        <translation>Das Bild ließ sich nicht erstellen.</translation>
    </message>
    <message>
        <source>all traffic</source>
        <translation>gesamter Verkehr</translation>
    </message>
</context>
<context>
    <name>StepLadder</name>
    <message>
        <source>until somebody promotes</source>
        <translation>bis jemand weiterschaltet</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>Analyse</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>Experiment</translation>
    </message>
    <message>
        <source>Canary size</source>
        <translation>Canary-Größe</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>Warten</translation>
    </message>
    <message>
        <source>Replacing pods</source>
        <translation>Pods werden ersetzt</translation>
    </message>
    <message>
        <source>%1 of %2 ready</source>
        <translation>%1 von %2 bereit</translation>
    </message>
    <message>
        <source>held by a person</source>
        <translation>von einer Person angehalten</translation>
    </message>
    <message>
        <source>moving traffic</source>
        <translation>Verkehr wird umgelegt</translation>
    </message>
    <message>
        <source>waits for a person</source>
        <translation>wartet auf eine Person</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>finishing</source>
        <translation>wird abgeschlossen</translation>
    </message>
</context>
<context>
    <name>TeamWords</name>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>you, here</source>
        <translation>Sie, hier</translation>
    </message>
    <message>
        <source>on call</source>
        <translation>hat Bereitschaft</translation>
    </message>
    <message>
        <source>acts by policies</source>
        <translation>handelt nach den Richtlinien</translation>
    </message>
    <message>
        <source>looks at %1</source>
        <translation>sieht %1 an</translation>
    </message>
    <message>
        <source>nobody is signed in</source>
        <translation>niemand ist angemeldet</translation>
    </message>
    <message>
        <source>you</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>Not known now. There before: %1</source>
        <translation>Zurzeit nicht bekannt. Zuvor da: %1</translation>
    </message>
    <message>
        <source>There now: %1</source>
        <translation>Jetzt da: %1</translation>
    </message>
    <message>
        <source>Who is there is not known</source>
        <translation>Wer da ist, ist nicht bekannt</translation>
    </message>
    <message>
        <source>Who is there is not known now: %1</source>
        <translation>Wer da ist, ist zurzeit nicht bekannt: %1</translation>
    </message>
    <message>
        <source>%1 This is how it was %2 ago.</source>
        <translation>%1 So war es vor %2.</translation>
    </message>
    <message>
        <source>Who is there is not known yet.</source>
        <translation>Wer da ist, ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>Nobody who is signed in is there.</source>
        <translation>Niemand, der angemeldet ist, ist da.</translation>
    </message>
    <message>
        <source>1 person is there.</source>
        <translation>1 Person ist da.</translation>
    </message>
    <message>
        <source>%1 people are there.</source>
        <translation>%1 Personen sind da.</translation>
    </message>
    <message>
        <source>Acts by policies: %1</source>
        <translation>Nach den Richtlinien handelt: %1</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message>
        <source>On call: nobody said</source>
        <translation>Bereitschaft: niemand genannt</translation>
    </message>
    <message>
        <source>On call: %1, since %2</source>
        <translation>Bereitschaft: %1, seit %2</translation>
    </message>
    <message>
        <source>%1 looked at this %2 ago; who is there is not known now</source>
        <translation>%1 hat sich das vor %2 angesehen; wer da ist, ist zurzeit nicht bekannt</translation>
    </message>
    <message>
        <source>%1 also looks at this</source>
        <translation>%1 sieht sich das auch an</translation>
    </message>
    <message>
        <source>%1 also look at this</source>
        <translation>%1 sehen sich das auch an</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>%1. After %2: %3</source>
        <translation>%1. Nach %2: %3</translation>
    </message>
    <message>
        <source>%1. It has no outcome yet</source>
        <translation>%1. Noch ohne Ergebnis</translation>
    </message>
    <message>
        <source>%1. Its outcome was never recorded</source>
        <translation>%1. Das Ergebnis wurde nie aufgezeichnet</translation>
    </message>
    <message>
        <source>%1: under way for %2</source>
        <translation>%1: seit %2 unterwegs</translation>
    </message>
    <message>
        <source>%1: took %2</source>
        <translation>%1: dauerte %2</translation>
    </message>
    <message>
        <source>Rollouts</source>
        <translation>Rollouts</translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation>Urteile</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Entscheide</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>Flags</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Protokoll</translation>
    </message>
</context>
<context>
    <name>Trial</name>
    <message>
        <source>%1 after %2</source>
        <translation>%1 nach %2</translation>
    </message>
</context>
<context>
    <name>Unleash</name>
    <message>
        <source>The answer is not one of Unleash: %1</source>
        <translation>Die Antwort ist keine von Unleash: %1</translation>
    </message>
    <message>
        <source>Check that the address is that of an Unleash server, and the proxy in between.</source>
        <translation>Prüfen Sie, ob die Adresse die eines Unleash-Servers ist, und den Proxy dazwischen.</translation>
    </message>
    <message>
        <source>an object expected</source>
        <translation>ein Objekt erwartet</translation>
    </message>
    <message>
        <source>nothing yet</source>
        <translation>noch nichts</translation>
    </message>
    <message>
        <source>no strategy that is enabled</source>
        <translation>keine Strategie, die eingeschaltet ist</translation>
    </message>
    <message>
        <source>%1 strategies</source>
        <translation>%1 Strategien</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>everybody who meets its constraints</source>
        <translation>alle, die seine Bedingungen erfüllen</translation>
    </message>
    <message>
        <source>%1 of users</source>
        <translation>%1 der Nutzer</translation>
    </message>
    <message>
        <source>%1 of the users who meet its constraints</source>
        <translation>%1 der Nutzer, die seine Bedingungen erfüllen</translation>
    </message>
    <message>
        <source>a rollout of &quot;%1&quot;, which is no percentage</source>
        <translation>ein Anteil von „%1“, der keine Prozentzahl ist</translation>
    </message>
    <message>
        <source>the strategy %1</source>
        <translation>die Strategie %1</translation>
    </message>
    <message>
        <source>created</source>
        <translation>angelegt</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>archiviert</translation>
    </message>
    <message>
        <source>brought back</source>
        <translation>zurückgeholt</translation>
    </message>
    <message>
        <source>switched on</source>
        <translation>eingeschaltet</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>ausgeschaltet</translation>
    </message>
    <message>
        <source>strategy added</source>
        <translation>Strategie ergänzt</translation>
    </message>
    <message>
        <source>strategy changed</source>
        <translation>Strategie geändert</translation>
    </message>
    <message>
        <source>strategy removed</source>
        <translation>Strategie entfernt</translation>
    </message>
    <message>
        <source>it is about another flag</source>
        <translation>es geht um ein anderes Flag</translation>
    </message>
    <message>
        <source>environments are missing</source>
        <translation>es fehlen Umgebungen</translation>
    </message>
    <message>
        <source>it does not say whether the flag is on</source>
        <translation>es sagt nicht, ob das Flag an ist</translation>
    </message>
    <message>
        <source>The flag %1 has no environment &quot;%2&quot;</source>
        <translation>Das Flag %1 hat keine Umgebung „%2“</translation>
    </message>
    <message>
        <source>It has: %1.</source>
        <translation>Es hat: %1.</translation>
    </message>
    <message>
        <source>features are missing</source>
        <translation>es fehlen Features</translation>
    </message>
    <message>
        <source>its strategies</source>
        <translation>seine Strategien</translation>
    </message>
    <message>
        <source>events are missing</source>
        <translation>es fehlen Ereignisse</translation>
    </message>
    <message>
        <source>%1 is archived</source>
        <translation>%1 ist archiviert</translation>
    </message>
    <message>
        <source>%1 strategies decide about %2: which of them should change is not said</source>
        <translation>%1 Strategien entscheiden über %2: welche sich ändern soll, ist nicht gesagt</translation>
    </message>
    <message>
        <source>What decides about %1 (%2) has no percentage that could be set</source>
        <translation>Was über %1 entscheidet (%2), hat keinen Anteil, der sich setzen ließe</translation>
    </message>
    <message>
        <source>Bring it back in Unleash first.</source>
        <translation>Holen Sie es zuerst in Unleash zurück.</translation>
    </message>
    <message>
        <source>No strategy decides about %1 yet: switched on, everybody would get it</source>
        <translation>Noch entscheidet keine Strategie über %1: eingeschaltet bekämen es alle</translation>
    </message>
    <message>
        <source>Set a percentage first.</source>
        <translation>Setzen Sie zuerst einen Anteil.</translation>
    </message>
    <message>
        <source>Change it in Unleash.</source>
        <translation>Ändern Sie es in Unleash.</translation>
    </message>
    <message>
        <source>May read flags</source>
        <translation>Darf Flags lesen</translation>
    </message>
    <message>
        <source>May read who changed a flag</source>
        <translation>Darf lesen, wer ein Flag geändert hat</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>%1 times</source>
        <translation>%1-fach</translation>
    </message>
    <message>
        <source>the stable version</source>
        <translation>die stabile Version</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1, only observed</source>
        <translation>%1, nur beobachtet</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>no verdict yet</source>
        <translation>noch kein Urteil</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>%1 when it is confirmed</source>
        <translation>%1, sobald es bestätigt ist</translation>
    </message>
    <message>
        <source>%1 any moment</source>
        <translation>%1 jeden Augenblick</translation>
    </message>
    <message>
        <source>asks %1; without an answer it rolls back</source>
        <translation>fragt %1; ohne Antwort rollt sie zurück</translation>
    </message>
    <message>
        <source>asks %1; without an answer it is frozen</source>
        <translation>fragt %1; ohne Antwort wird eingefroren</translation>
    </message>
    <message>
        <source>asks %1; without an answer it stays held</source>
        <translation>fragt %1; ohne Antwort bleibt es angehalten</translation>
    </message>
    <message>
        <source>guard: leader, %1</source>
        <translation>Wächter: führt, %1</translation>
    </message>
    <message>
        <source>guard: leader on %1</source>
        <translation>Wächter: führt auf %1</translation>
    </message>
    <message>
        <source>beyond its limit</source>
        <translation>jenseits der Grenze</translation>
    </message>
    <message>
        <source>suspected</source>
        <translation>verdächtigt</translation>
    </message>
    <message>
        <source>was in trouble a moment ago</source>
        <translation>war eben noch auffällig</translation>
    </message>
    <message>
        <source>beyond its limit without a break</source>
        <translation>ununterbrochen jenseits der Grenze</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>in trouble again and again</source>
        <translation>immer wieder auffällig</translation>
    </message>
    <message>
        <source>far beyond what is borne</source>
        <translation>weit jenseits des Erträglichen</translation>
    </message>
    <message>
        <source>not ready in time</source>
        <translation>nicht rechtzeitig bereit</translation>
    </message>
    <message>
        <source>nothing more gets ready</source>
        <translation>nichts wird mehr bereit</translation>
    </message>
    <message>
        <source>restarts again and again</source>
        <translation>startet immer wieder neu</translation>
    </message>
    <message>
        <source>no instance was ever seen</source>
        <translation>keine Instanz wurde je gesehen</translation>
    </message>
    <message>
        <source>probes fail</source>
        <translation>Proben schlagen fehl</translation>
    </message>
    <message>
        <source>found at its look</source>
        <translation>beim Hinsehen gefunden</translation>
    </message>
    <message>
        <source>enough rules agree</source>
        <translation>genug Regeln sind sich einig</translation>
    </message>
    <message>
        <source>measurements fail</source>
        <translation>Messungen schlagen fehl</translation>
    </message>
    <message>
        <source>the stable version suffers as well</source>
        <translation>die stabile Version leidet ebenso</translation>
    </message>
    <message>
        <source>it was so before the rollout began</source>
        <translation>es war schon vor dem Rollout so</translation>
    </message>
    <message>
        <source>suspected, and undecided for too long</source>
        <translation>verdächtigt und zu lange unentschieden</translation>
    </message>
    <message>
        <source>nothing to judge by</source>
        <translation>nichts, wonach zu urteilen wäre</translation>
    </message>
    <message>
        <source>its source is silent</source>
        <translation>die Quelle schweigt</translation>
    </message>
    <message>
        <source>no data, and others are in trouble</source>
        <translation>keine Daten, und andere sind auffällig</translation>
    </message>
    <message>
        <source>too little traffic to judge by</source>
        <translation>zu wenig Verkehr für ein Urteil</translation>
    </message>
    <message>
        <source>longer under way than planned</source>
        <translation>länger unterwegs als geplant</translation>
    </message>
    <message>
        <source>is held</source>
        <translation>wird angehalten</translation>
    </message>
    <message>
        <source>takes traffic from the canary</source>
        <translation>nimmt dem Canary Verkehr</translation>
    </message>
    <message>
        <source>switches a flag or configuration</source>
        <translation>schaltet ein Flag oder eine Konfiguration um</translation>
    </message>
    <message>
        <source>rolls back</source>
        <translation>rollt zurück</translation>
    </message>
    <message>
        <source>tells people</source>
        <translation>sagt Leuten Bescheid</translation>
    </message>
    <message>
        <source>pages people</source>
        <translation>ruft Leute</translation>
    </message>
    <message>
        <source>asks people</source>
        <translation>fragt Leute</translation>
    </message>
    <message>
        <source>is frozen</source>
        <translation>wird eingefroren</translation>
    </message>
    <message>
        <source>goes on</source>
        <translation>geht weiter</translation>
    </message>
    <message>
        <source>takes its question back</source>
        <translation>nimmt die Frage zurück</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>done in part</source>
        <translation>teilweise erledigt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>outcome unknown</source>
        <translation>Ergebnis unbekannt</translation>
    </message>
    <message>
        <source>no outcome in time</source>
        <translation>kein Ergebnis in der Frist</translation>
    </message>
    <message>
        <source>not possible here</source>
        <translation>hier nicht möglich</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1 seit %2</translation>
    </message>
    <message>
        <source>%1, and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
    <message>
        <source>automation held until %1</source>
        <translation>Automatik angehalten bis %1</translation>
    </message>
    <message>
        <source>nobody acts: %1 was last seen %2 ago</source>
        <translation>niemand handelt: %1 wurde zuletzt vor %2 gesehen</translation>
    </message>
    <message>
        <source>nobody acts: %1</source>
        <translation>niemand handelt: %1</translation>
    </message>
    <message>
        <source>nobody acts: no guard runs</source>
        <translation>niemand handelt: kein Wächter läuft</translation>
    </message>
    <message>
        <source>nobody acts: the verdict is too old</source>
        <translation>niemand handelt: das Urteil ist zu alt</translation>
    </message>
    <message>
        <source>held until it is healthy again</source>
        <translation>angehalten, bis es wieder gesund ist</translation>
    </message>
    <message>
        <source>guard: %1</source>
        <translation>Wächter: %1</translation>
    </message>
    <message>
        <source>: %1 was last seen %2 ago</source>
        <translation>: %1 wurde zuletzt vor %2 gesehen</translation>
    </message>
    <message>
        <source>guard: nobody acts</source>
        <translation>Wächter: niemand handelt</translation>
    </message>
    <message>
        <source>guard: automation held until %1</source>
        <translation>Wächter: Automatik angehalten bis %1</translation>
    </message>
    <message>
        <source>guard: judges only, %1 acts</source>
        <translation>Wächter: urteilt nur, %1 handelt</translation>
    </message>
    <message>
        <source>is rolling back</source>
        <translation>rollt gerade zurück</translation>
    </message>
    <message>
        <source>cools down after its rollback: nothing starts by itself before %1</source>
        <translation>kühlt nach seinem Zurückrollen ab: bis %1 beginnt nichts von selbst</translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>The only %1 %2</source>
        <translation>Der einzige %1 %2</translation>
    </message>
    <message>
        <source>%1 of %2 %3 %4</source>
        <translation>%1 von %2 %3 %4</translation>
    </message>
    <message>
        <source>1 restart</source>
        <translation>1 Neustart</translation>
    </message>
    <message>
        <source>%1 restarts</source>
        <translation>%1 Neustarts</translation>
    </message>
    <message>
        <source>Its readiness probe fails: the events say how.</source>
        <translation>Die Bereitschaftsprobe schlägt fehl: Die Ereignisse sagen, wie.</translation>
    </message>
    <message>
        <source>The only %1 is ready</source>
        <translation>Der einzige %1 ist bereit</translation>
    </message>
    <message>
        <source>Both %1 are ready</source>
        <translation>Beide %1 sind bereit</translation>
    </message>
    <message>
        <source>All %1 %2 are ready</source>
        <translation>Alle %1 %2 sind bereit</translation>
    </message>
    <message>
        <source>%1, after %2</source>
        <translation>%1, nach %2</translation>
    </message>
    <message>
        <source>%1 of the last %2 lines of its log complain: %3</source>
        <translation>%1 der letzten %2 Zeilen des Logs beklagen sich: %3</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>Exit-Code %1</translation>
    </message>
    <message>
        <source>crashed</source>
        <translation>abgestürzt</translation>
    </message>
    <message>
        <source>cannot start</source>
        <translation>kann nicht starten</translation>
    </message>
    <message>
        <source>running, not ready</source>
        <translation>läuft, nicht bereit</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>starting: %1</source>
        <translation>startet: %1</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>zuletzt %1</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>being taken away</source>
        <translation>wird entfernt</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Log of %1</source>
        <translation>Log von %1</translation>
    </message>
    <message>
        <source>%1, from the run that ended</source>
        <translation>%1, vom beendeten Lauf</translation>
    </message>
    <message>
        <source>Asking the cluster…</source>
        <translation>Der Cluster wird gefragt…</translation>
    </message>
    <message>
        <source>stable pod</source>
        <translation>stabile Pod</translation>
    </message>
    <message>
        <source>stable pods</source>
        <translation>stabilen Pods</translation>
    </message>
    <message>
        <source>The new version has no pods</source>
        <translation>Die neue Version hat keine Pods</translation>
    </message>
    <message>
        <source>It has no pods</source>
        <translation>Es gibt keine Pods</translation>
    </message>
    <message>
        <source>new pod</source>
        <translation>neue Pod</translation>
    </message>
    <message>
        <source>new pods</source>
        <translation>neuen Pods</translation>
    </message>
    <message>
        <source>pod</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>pods</source>
        <translation>Pods</translation>
    </message>
    <message>
        <source>Kubernetes sees nothing wrong, and the log does not complain.</source>
        <translation>Kubernetes sieht nichts Falsches, und das Log beklagt sich nicht.</translation>
    </message>
    <message>
        <source>crashes</source>
        <translation>stürzt ab</translation>
    </message>
    <message>
        <source>crash</source>
        <translation>stürzen ab</translation>
    </message>
    <message>
        <source>runs but is not ready</source>
        <translation>läuft, ist aber nicht bereit</translation>
    </message>
    <message>
        <source>run but are not ready</source>
        <translation>laufen, sind aber nicht bereit</translation>
    </message>
    <message>
        <source>is not heard of</source>
        <translation>meldet sich nicht</translation>
    </message>
    <message>
        <source>are not heard of</source>
        <translation>melden sich nicht</translation>
    </message>
    <message>
        <source>is starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>are starting</source>
        <translation>starten</translation>
    </message>
    <message>
        <source>ran to its end</source>
        <translation>ist durchgelaufen</translation>
    </message>
    <message>
        <source>ran to their end</source>
        <translation>sind durchgelaufen</translation>
    </message>
    <message>
        <source>is being taken away</source>
        <translation>wird abgebaut</translation>
    </message>
    <message>
        <source>are being taken away</source>
        <translation>werden abgebaut</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>%1 is not an address</source>
        <translation>%1 ist keine Adresse</translation>
    </message>
    <message>
        <source>https://host[:port][/path]</source>
        <translation>https://host[:port][/pfad]</translation>
    </message>
    <message>
        <source>%1 holds a user or password</source>
        <translation>%1 enthält einen Benutzer oder ein Passwort</translation>
    </message>
    <message>
        <source>auth: {user: …, password: &quot;${keychain:NAME}&quot;}</source>
        <translation>auth: {user: …, password: &quot;${keychain:NAME}&quot;}</translation>
    </message>
    <message>
        <source>%1 is plain HTTP to another host</source>
        <translation>%1 ist unverschlüsseltes HTTP zu einem anderen Rechner</translation>
    </message>
    <message>
        <source>https://…, or plain_http: true where everybody on the way may read along</source>
        <translation>https://…, oder plain_http: true, wo unterwegs jeder mitlesen darf</translation>
    </message>
    <message>
        <source>%1 is not complete, or says two things</source>
        <translation>%1 ist unvollständig oder sagt zweierlei</translation>
    </message>
    <message>
        <source>{bearer: …} or {user: …, password: …}</source>
        <translation>{bearer: …} oder {user: …, password: …}</translation>
    </message>
    <message>
        <source>a map of texts</source>
        <translation>eine Zuordnung von Texten</translation>
    </message>
    <message>
        <source>%1 is not the name of a header</source>
        <translation>%1 ist kein Name einer Kopfzeile</translation>
    </message>
    <message>
        <source>letters, digits and &apos;-&apos;</source>
        <translation>Buchstaben, Ziffern und „-“</translation>
    </message>
    <message>
        <source>text on one line</source>
        <translation>Text in einer Zeile</translation>
    </message>
    <message>
        <source>%1 has a url and a kubeconfig</source>
        <translation>%1 hat url und kubeconfig</translation>
    </message>
    <message>
        <source>kubeconfig (and context), or url (and auth)</source>
        <translation>kubeconfig (und context), oder url (und auth)</translation>
    </message>
    <message>
        <source>backends of type %1 are not used by this version</source>
        <translation>Systeme vom Typ %1 verwendet diese Version nicht</translation>
    </message>
    <message>
        <source>&quot;${env:NAME}&quot;, &quot;${keychain:NAME}&quot; or &quot;${file:/path}&quot;: a workspace holds no secret</source>
        <translation>&quot;${env:NAME}&quot;, &quot;${keychain:NAME}&quot; oder &quot;${file:/pfad}&quot;: Ein Arbeitsbereich enthält kein Geheimnis</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 ist %2</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>eins von %1</translation>
    </message>
    <message>
        <source>there is no %1 %2</source>
        <translation>nicht vorhanden: %1 %2</translation>
    </message>
    <message>
        <source>none is declared</source>
        <translation>nichts ist angegeben</translation>
    </message>
    <message>
        <source>the file</source>
        <translation>die Datei</translation>
    </message>
    <message>
        <source>a map (key: value)</source>
        <translation>eine Zuordnung (Schlüssel: Wert)</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>%1 fehlt</translation>
    </message>
    <message>
        <source>%1: …</source>
        <translation>%1: …</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>text that is not empty</source>
        <translation>Text, der nicht leer ist</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>a whole number and one of ms, s, m, h, d</source>
        <translation>eine ganze Zahl und eins von ms, s, m, h, d</translation>
    </message>
    <message>
        <source>from %1 to %2</source>
        <translation>von %1 bis %2</translation>
    </message>
    <message>
        <source>a list of %1</source>
        <translation>eine Liste von %1</translation>
    </message>
    <message>
        <source>texts</source>
        <translation>Texten</translation>
    </message>
    <message>
        <source>an item of %1</source>
        <translation>ein Element von %1</translation>
    </message>
    <message>
        <source>%1 is written out</source>
        <translation>%1 steht im Klartext da</translation>
    </message>
    <message>
        <source>the key %1 is not known in %2</source>
        <translation>der Schlüssel %1 ist in %2 nicht bekannt</translation>
    </message>
    <message>
        <source>a workspace</source>
        <translation>einem Arbeitsbereich</translation>
    </message>
    <message>
        <source>a map from id to settings</source>
        <translation>eine Zuordnung von ID zu Einstellungen</translation>
    </message>
    <message>
        <source>%1 cannot be an id in %2</source>
        <translation>%1 kann in %2 keine ID sein</translation>
    </message>
    <message>
        <source>letters, digits, &apos;.&apos;, &apos;-&apos; and &apos;_&apos; inside, at most 63</source>
        <translation>Buchstaben, Ziffern, innen auch „.“, „-“ und „_“, höchstens 63</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot;</source>
        <translation>%1 ist „%2“</translation>
    </message>
    <message>
        <source>lower-case letters, digits, &apos;-&apos; and &apos;.&apos;</source>
        <translation>Kleinbuchstaben, Ziffern, „-“ und „.“</translation>
    </message>
    <message>
        <source>environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>cell of %1</source>
        <translation>Zelle von %1</translation>
    </message>
    <message>
        <source>delivery backend</source>
        <translation>Auslieferungssystem</translation>
    </message>
    <message>
        <source>namespace of %1</source>
        <translation>Namensraum von %1</translation>
    </message>
    <message>
        <source>places</source>
        <translation>Orten</translation>
    </message>
    <message>
        <source>%1 (%2) is already in line %3</source>
        <translation>%1 (%2) steht schon in Zeile %3</translation>
    </message>
    <message>
        <source>each place and each object once</source>
        <translation>jeder Ort und jedes Objekt einmal</translation>
    </message>
    <message>
        <source>%1 is not filled in</source>
        <translation>%1 wird nicht ausgefüllt</translation>
    </message>
    <message>
        <source>one of {%1}</source>
        <translation>eins von {%1}</translation>
    </message>
    <message>
        <source>backend</source>
        <translation>System</translation>
    </message>
    <message>
        <source>registries are not read by this version</source>
        <translation>Registries liest diese Version nicht</translation>
    </message>
    <message>
        <source>names and web addresses</source>
        <translation>Namen und Webadressen</translation>
    </message>
    <message>
        <source>a web address</source>
        <translation>eine Webadresse</translation>
    </message>
    <message>
        <source>an address without: whoever opens it logs in there</source>
        <translation>eine Adresse ohne beides: Wer sie öffnet, meldet sich dort an</translation>
    </message>
    <message>
        <source>%1 is not a web address</source>
        <translation>%1 ist keine Webadresse</translation>
    </message>
    <message>
        <source>https://host[:port][/path], or http://</source>
        <translation>https://host[:port][/pfad], oder http://</translation>
    </message>
    <message>
        <source>%1 is not the name of a series</source>
        <translation>%1 ist kein Name einer Zeitreihe</translation>
    </message>
    <message>
        <source>letters, digits, &apos;_&apos; and &apos;:&apos;</source>
        <translation>Buchstaben, Ziffern, „_“ und „:“</translation>
    </message>
    <message>
        <source>monitoring backend</source>
        <translation>Überwachungssystem</translation>
    </message>
    <message>
        <source>%1 is another source than the signal&apos;s other series</source>
        <translation>%1 ist eine andere Quelle als die der anderen Zeitreihen des Signals</translation>
    </message>
    <message>
        <source>one source for all series of a signal: %1</source>
        <translation>eine Quelle für alle Zeitreihen eines Signals: %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not the name of a label</source>
        <translation>„%1“ ist kein Name eines Labels</translation>
    </message>
    <message>
        <source>letters, digits and &apos;_&apos;</source>
        <translation>Buchstaben, Ziffern und „_“</translation>
    </message>
    <message>
        <source>a ratio: 1% or 0.01</source>
        <translation>ein Anteil: 1% oder 0.01</translation>
    </message>
    <message>
        <source>a plain number in the signal&apos;s unit</source>
        <translation>eine bloße Zahl in der Einheit des Signals</translation>
    </message>
    <message>
        <source>%1 says neither above nor below</source>
        <translation>%1 nennt weder above noch below</translation>
    </message>
    <message>
        <source>{above: 1%} or {below: 40}</source>
        <translation>{above: 1%} oder {below: 40}</translation>
    </message>
    <message>
        <source>%1: nothing lies between below and above</source>
        <translation>%1: Zwischen below und above liegt nichts</translation>
    </message>
    <message>
        <source>below smaller than above</source>
        <translation>below kleiner als above</translation>
    </message>
    <message>
        <source>%1 has counters and a histogram</source>
        <translation>%1 hat Zähler und ein Histogramm</translation>
    </message>
    <message>
        <source>total and bad, or histogram</source>
        <translation>total und bad, oder histogram</translation>
    </message>
    <message>
        <source>%1 has no complete source of events</source>
        <translation>%1 hat keine vollständige Quelle von Ereignissen</translation>
    </message>
    <message>
        <source>what is counted matters to policies; a ratio is shown in %</source>
        <translation>was gezählt wird, ist für Richtlinien wichtig; ein Anteil wird in % gezeigt</translation>
    </message>
    <message>
        <source>%1 says twice what to read</source>
        <translation>%1 sagt zweimal, was zu lesen ist</translation>
    </message>
    <message>
        <source>value, or series</source>
        <translation>value, oder series</translation>
    </message>
    <message>
        <source>used by policies</source>
        <translation>von Richtlinien verwendet</translation>
    </message>
    <message>
        <source>note: %1 cannot be enforced by this version; promotions it covers are refused, rollbacks go on</source>
        <translation>Hinweis: %1 kann diese Version nicht durchsetzen; Weiterschalten wird dort abgelehnt, Zurückrollen geht weiterhin</translation>
    </message>
    <message>
        <source>; allowed: %1</source>
        <translation>; erlaubt: %1</translation>
    </message>
    <message>
        <source>; did you mean &quot;%1&quot;?</source>
        <translation>; meinten Sie „%1“?</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 lässt sich nicht lesen: %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be a cell of %2</source>
        <translation>„%1“ kann keine Zelle von %2 sein</translation>
    </message>
    <message>
        <source>letters, digits, &apos;.&apos;, &apos;-&apos;, &apos;_&apos;, each once</source>
        <translation>Buchstaben, Ziffern, „.“, „-“, „_“, jede einmal</translation>
    </message>
    <message>
        <source>%1 has no cell</source>
        <translation>%1 hat keine Zelle</translation>
    </message>
    <message>
        <source>cells: [eu-1]</source>
        <translation>cells: [eu-1]</translation>
    </message>
    <message>
        <source>lists of cells</source>
        <translation>Listen von Zellen</translation>
    </message>
    <message>
        <source>a list of cells: [[eu-1], [us-1]]</source>
        <translation>eine Liste von Zellen: [[eu-1], [us-1]]</translation>
    </message>
    <message>
        <source>a list of gates</source>
        <translation>eine Liste von Freigaben</translation>
    </message>
    <message>
        <source>service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>sinks</source>
        <translation>Senken</translation>
    </message>
    <message>
        <source>a map from role to its members</source>
        <translation>eine Zuordnung von Rolle zu Mitgliedern</translation>
    </message>
    <message>
        <source>the format is &quot;%1&quot;</source>
        <translation>das Format ist „%1“</translation>
    </message>
    <message>
        <source>the name cannot be &quot;%1&quot;</source>
        <translation>der Name kann nicht „%1“ sein</translation>
    </message>
    <message>
        <source>there is no time zone &quot;%1&quot;</source>
        <translation>es gibt keine Zeitzone „%1“</translation>
    </message>
    <message>
        <source>a name of the time zone database</source>
        <translation>ein Name der Zeitzonen-Datenbank</translation>
    </message>
    <message>
        <source>a folder with a readable %1</source>
        <translation>ein Ordner mit lesbarer Datei %1</translation>
    </message>
    <message>
        <source>an alias (*name) refers to another place</source>
        <translation>ein Alias (*name) verweist auf eine andere Stelle</translation>
    </message>
    <message>
        <source>the text itself, written out</source>
        <translation>der Text selbst, ausgeschrieben</translation>
    </message>
    <message>
        <source>an anchor (&amp;name) is set</source>
        <translation>ein Anker (&amp;name) ist gesetzt</translation>
    </message>
    <message>
        <source>text without anchors</source>
        <translation>Text ohne Anker</translation>
    </message>
    <message>
        <source>the tag %1 is set</source>
        <translation>das Tag %1 ist gesetzt</translation>
    </message>
    <message>
        <source>text without tags</source>
        <translation>Text ohne Tags</translation>
    </message>
    <message>
        <source>nested deeper than %1 levels</source>
        <translation>tiefer als %1 Ebenen verschachtelt</translation>
    </message>
    <message>
        <source>at most %1 levels</source>
        <translation>höchstens %1 Ebenen</translation>
    </message>
    <message>
        <source>a key is %1</source>
        <translation>ein Schlüssel ist %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is here a second time (first in line %2)</source>
        <translation>„%1“ steht hier zum zweiten Mal (zuerst in Zeile %2)</translation>
    </message>
    <message>
        <source>each key once</source>
        <translation>jeder Schlüssel einmal</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>eine Liste</translation>
    </message>
    <message>
        <source>a map</source>
        <translation>eine Zuordnung</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>the file has %1 bytes</source>
        <translation>die Datei hat %1 Bytes</translation>
    </message>
    <message>
        <source>at most %1 bytes</source>
        <translation>höchstens %1 Bytes</translation>
    </message>
    <message>
        <source>the file is not UTF-8 text</source>
        <translation>die Datei ist kein UTF-8-Text</translation>
    </message>
    <message>
        <source>UTF-8</source>
        <translation>UTF-8</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>a second document begins here</source>
        <translation>hier beginnt ein zweites Dokument</translation>
    </message>
    <message>
        <source>one document in a file</source>
        <translation>ein Dokument in einer Datei</translation>
    </message>
    <message>
        <source>this is not YAML: %1</source>
        <translation>das ist kein YAML: %1</translation>
    </message>
    <message>
        <source>YAML 1.2</source>
        <translation>YAML 1.2</translation>
    </message>
    <message>
        <source>an account, an account and a project, or multitenant: 0, &quot;0:7&quot;, multitenant</source>
        <translation>ein Konto, ein Konto und ein Projekt, oder multitenant: 0, &quot;0:7&quot;, multitenant</translation>
    </message>
    <message>
        <source>%1 is said twice: the url has one, too</source>
        <translation>%1 ist doppelt angegeben: Auch die url hat eins</translation>
    </message>
    <message>
        <source>tenant: and the url before /select/…, or the whole url</source>
        <translation>tenant: und die url vor /select/…, oder die ganze url</translation>
    </message>
    <message>
        <source>%1 is empty</source>
        <translation>%1 ist leer</translation>
    </message>
    <message>
        <source>labels: {team_service: &quot;{service}&quot;, region: &quot;{cell}&quot;}</source>
        <translation>labels: {team_service: &quot;{service}&quot;, region: &quot;{cell}&quot;}</translation>
    </message>
    <message>
        <source>%1: its first line is &quot;%2&quot;</source>
        <translation>%1: Die erste Zeile ist „%2“</translation>
    </message>
    <message>
        <source>a policy</source>
        <translation>eine Richtlinie</translation>
    </message>
    <message>
        <source>{token: …}</source>
        <translation>{token: …}</translation>
    </message>
    <message>
        <source>%1 is said twice</source>
        <translation>%1 steht zweimal da</translation>
    </message>
    <message>
        <source>environment: production, or environments: {prod: production}</source>
        <translation>environment: production, oder environments: {prod: production}</translation>
    </message>
    <message>
        <source>flag server</source>
        <translation>Flag-Server</translation>
    </message>
    <message>
        <source>letters, digits, &apos;.&apos;, &apos;_&apos;, &apos;~&apos; and &apos;-&apos;</source>
        <translation>Buchstaben, Ziffern, &apos;.&apos;, &apos;_&apos;, &apos;~&apos; und &apos;-&apos;</translation>
    </message>
    <message>
        <source>names of flags</source>
        <translation>Namen von Flags</translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation>eine Liste von Texten</translation>
    </message>
    <message>
        <source>%1 has &quot;%2&quot;</source>
        <translation>%1 hat „%2“</translation>
    </message>
    <message>
        <source>each flag once</source>
        <translation>jedes Flag einmal</translation>
    </message>
    <message>
        <source>%1 cannot be &quot;%2&quot;</source>
        <translation>%1 kann nicht „%2“ sein</translation>
    </message>
    <message>
        <source>cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>a version as `asternctl config list` shows it: sha256:9f31c0de</source>
        <translation>eine Version, wie `asternctl config list` sie zeigt: sha256:9f31c0de</translation>
    </message>
    <message>
        <source>configuration sets</source>
        <translation>Konfigurationssätze</translation>
    </message>
    <message>
        <source>the workspace has no backend &quot;%1&quot; that gives %2</source>
        <translation>der Arbeitsbereich hat kein Backend „%1“, das %2 liefert</translation>
    </message>
    <message>
        <source>declare one in astern.yaml</source>
        <translation>deklarieren Sie eines in astern.yaml</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>Messwerte</translation>
    </message>
    <message>
        <source>states</source>
        <translation>Zustände</translation>
    </message>
    <message>
        <source>the file cannot be read</source>
        <translation>die Datei kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>a file that you may read</source>
        <translation>eine Datei, die Sie lesen dürfen</translation>
    </message>
    <message>
        <source>%1 declares a policy &quot;%2&quot;, too</source>
        <translation>auch %1 deklariert eine Richtlinie „%2“</translation>
    </message>
    <message>
        <source>one file for each policy</source>
        <translation>eine Datei je Richtlinie</translation>
    </message>
    <message>
        <source>policy %1 of %2</source>
        <translation>Richtlinie %1 von %2</translation>
    </message>
    <message>
        <source>policy %1 of %2, which applies to %3 alone</source>
        <translation>Richtlinie %1 von %2, die nur für %3 gilt</translation>
    </message>
    <message>
        <source>a test of a policy</source>
        <translation>ein Test einer Richtlinie</translation>
    </message>
    <message>
        <source>a scenario</source>
        <translation>ein Szenario</translation>
    </message>
    <message>
        <source>%1 has no answer: nobody knows where %2 leads</source>
        <translation>%1 hat keine Antwort: Niemand weiß, wohin %2 führt</translation>
    </message>
    <message>
        <source>%1 only ever holds: it wants %2 locations to agree, and the guard is one</source>
        <translation>%1 hält immer nur an: Es will, dass %2 Orte einig sind, und der Wächter ist einer</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is nothing whose states %2 tells</source>
        <translation>Von „%1“ meldet %2 keine Zustände</translation>
    </message>
    <message>
        <source>a host, with its port where it is not the usual one: canary.shop.example:8443</source>
        <translation>ein Host, mit seinem Port, wo er nicht der übliche ist: canary.shop.example:8443</translation>
    </message>
    <message>
        <source>%1 is not the name of a host</source>
        <translation>%1 ist kein Rechnername</translation>
    </message>
    <message>
        <source>a name or an address, without a port</source>
        <translation>ein Name oder eine Adresse, ohne Port</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>eine ganze Zahl von %1 bis %2</translation>
    </message>
    <message>
        <source>%1 has only half of a client certificate</source>
        <translation>%1 hat nur die Hälfte eines Client-Zertifikats</translation>
    </message>
    <message>
        <source>cert and key, or neither</source>
        <translation>cert und key, oder keins von beiden</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be a sink</source>
        <translation>„%1“ kann kein Ziel sein</translation>
    </message>
    <message>
        <source>letters, digits, &apos;.&apos;, &apos;-&apos;, &apos;_&apos;, each once, and not that of a backend or team</source>
        <translation>Buchstaben, Ziffern, „.“, „-“, „_“, jeder Name einmal, und nicht der eines Backends oder team</translation>
    </message>
    <message>
        <source>%1 cannot be required: syslog acknowledges nothing</source>
        <translation>%1 kann nicht verlangt werden: Syslog bestätigt nichts</translation>
    </message>
    <message>
        <source>required at a sink of type otlp-http or file</source>
        <translation>required bei einem Ziel der Art otlp-http oder file</translation>
    </message>
    <message>
        <source>journal.needs says shared, and there is no team</source>
        <translation>journal.needs sagt shared, und es gibt kein Team</translation>
    </message>
    <message>
        <source>journal.team, or local</source>
        <translation>journal.team, oder local</translation>
    </message>
    <message>
        <source>journal.needs says shipped, and no sink is required</source>
        <translation>journal.needs sagt shipped, und kein Ziel ist verlangt</translation>
    </message>
    <message>
        <source>required: true at a sink, or local</source>
        <translation>required: true bei einem Ziel, oder local</translation>
    </message>
    <message>
        <source>a map from environment to what it needs</source>
        <translation>je Umgebung, was sie braucht</translation>
    </message>
    <message>
        <source>there is no environment &quot;%1&quot;</source>
        <translation>eine Umgebung „%1“ gibt es nicht</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be an id of %2</source>
        <translation>„%1“ kann keine Kennung von %2 sein</translation>
    </message>
    <message>
        <source>a file beside astern.yaml, or its full path</source>
        <translation>eine Datei neben astern.yaml oder ihr ganzer Pfad</translation>
    </message>
    <message>
        <source>%1 is too large</source>
        <translation>%1 ist zu groß</translation>
    </message>
    <message>
        <source>1 MiB</source>
        <translation>1 MiB</translation>
    </message>
    <message>
        <source>%1 would block rollbacks, which nothing may</source>
        <translation>%1 würde Rückkehren sperren, was nichts darf</translation>
    </message>
    <message>
        <source>an iCalendar file (RFC 5545)</source>
        <translation>eine iCalendar-Datei (RFC 5545)</translation>
    </message>
    <message>
        <source>an event has a day or a time that does not exist</source>
        <translation>ein Termin hat einen Tag oder eine Zeit, die es nicht gibt</translation>
    </message>
    <message>
        <source>the calendar has more than %1 times</source>
        <translation>der Kalender hat mehr als %1 Zeiten</translation>
    </message>
    <message>
        <source>an event has no beginning</source>
        <translation>ein Termin hat keinen Anfang</translation>
    </message>
    <message>
        <source>a recurrence cannot be understood</source>
        <translation>eine Wiederholung ist nicht zu verstehen</translation>
    </message>
    <message>
        <source>this is no calendar</source>
        <translation>das ist kein Kalender</translation>
    </message>
    <message>
        <source>the calendar has errors</source>
        <translation>der Kalender hat Fehler</translation>
    </message>
    <message>
        <source>%1 is %2: nothing may stand before what goes back</source>
        <translation>%1 ist %2: Vor dem, was zurückgeht, darf nichts stehen</translation>
    </message>
    <message>
        <source>a share below 100 %: 25% or 0.25</source>
        <translation>ein Anteil unter 100 %: 25% oder 0.25</translation>
    </message>
    <message>
        <source>role in people.roles</source>
        <translation>Rolle in people.roles</translation>
    </message>
    <message>
        <source>gate %1 asks for the owner of %2, and there is no role &quot;%3&quot;</source>
        <translation>Tor %1 verlangt den Eigentümer von %2, und es gibt keine Rolle „%3“</translation>
    </message>
    <message>
        <source>an owner that is called as a role in people.roles</source>
        <translation>ein Eigentümer, der wie eine Rolle in people.roles heißt</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be a gate</source>
        <translation>„%1“ kann kein Tor sein</translation>
    </message>
    <message>
        <source>a name like shop.example: lower-case letters, digits, &apos;-&apos; and &apos;.&apos;, at most 120 of them</source>
        <translation>ein Name wie shop.example: Kleinbuchstaben, Ziffern, &apos;-&apos; und &apos;.&apos;, höchstens 120 davon</translation>
    </message>
    <message>
        <source>text, or a list of texts</source>
        <translation>ein Text oder eine Liste von Texten</translation>
    </message>
    <message>
        <source>at least one, or leave the key out</source>
        <translation>mindestens einer, oder den Schlüssel weglassen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an e-mail address</source>
        <translation>„%1“ ist keine E-Mail-Adresse</translation>
    </message>
    <message>
        <source>%1 reaches nobody</source>
        <translation>%1 erreicht niemanden</translation>
    </message>
    <message>
        <source>email: [name@host.example]</source>
        <translation>email: [name@host.example]</translation>
    </message>
    <message>
        <source>%1 does not say how it is reached</source>
        <translation>%1 sagt nicht, wie es erreicht wird</translation>
    </message>
    <message>
        <source>webhook, pagerduty or email</source>
        <translation>webhook, pagerduty oder email</translation>
    </message>
    <message>
        <source>%1 has only half of a sign-in</source>
        <translation>%1 hat nur die Hälfte einer Anmeldung</translation>
    </message>
    <message>
        <source>user and password, or neither</source>
        <translation>user und password, oder keines von beiden</translation>
    </message>
    <message>
        <source>rungs</source>
        <translation>Sprossen</translation>
    </message>
    <message>
        <source>target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>%1 is on this ladder already</source>
        <translation>%1 steht schon auf dieser Leiter</translation>
    </message>
    <message>
        <source>each once</source>
        <translation>jedes einmal</translation>
    </message>
    <message>
        <source>%1 repeats, and does not say after how long</source>
        <translation>%1 wiederholt und sagt nicht, nach welcher Zeit</translation>
    </message>
    <message>
        <source>there is no target &quot;%1&quot;</source>
        <translation>es gibt kein Ziel „%1“</translation>
    </message>
    <message>
        <source>%1 is reached by e-mail, and no server takes it</source>
        <translation>%1 wird per E-Mail erreicht, und kein Server nimmt sie an</translation>
    </message>
    <message>
        <source>%1 is not the address of an OpenID provider</source>
        <translation>%1 ist nicht die Adresse eines OpenID-Anbieters</translation>
    </message>
    <message>
        <source>https://host[/path], as its tokens name it; http only to this machine</source>
        <translation>https://host[/pfad], wie seine Token ihn nennen; http nur zu diesem Rechner</translation>
    </message>
    <message>
        <source>a name, or a list of names</source>
        <translation>ein Name oder eine Liste von Namen</translation>
    </message>
    <message>
        <source>identity.scopes lacks openid</source>
        <translation>In identity.scopes fehlt openid</translation>
    </message>
    <message>
        <source>people.notify of the workspace has no &quot;%1&quot;</source>
        <translation>people.notify des Workspace hat kein „%1“</translation>
    </message>
</context>
<context>
    <name>WorkspaceChange</name>
    <message>
        <source>%1 added</source>
        <translation>%1 hinzugefügt</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1 geändert</translation>
    </message>
    <message>
        <source>%1 removed</source>
        <translation>%1 entfernt</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>the place is gone</source>
        <translation>der Ort ist weg</translation>
    </message>
    <message>
        <source>the place is new</source>
        <translation>der Ort ist neu</translation>
    </message>
    <message>
        <source>the object behind it</source>
        <translation>das Objekt dahinter</translation>
    </message>
    <message>
        <source>the connection %1</source>
        <translation>die Verbindung %1</translation>
    </message>
    <message>
        <source>its signals and limits</source>
        <translation>seine Signale und Grenzwerte</translation>
    </message>
    <message>
        <source>where its signals come from</source>
        <translation>woher seine Signale kommen</translation>
    </message>
    <message>
        <source>its protection</source>
        <translation>sein Schutz</translation>
    </message>
    <message>
        <source>what it is called</source>
        <translation>wie er heißt</translation>
    </message>
    <message>
        <source>name: %1</source>
        <translation>Name: %1</translation>
    </message>
    <message>
        <source>read only</source>
        <translation>nur lesen</translation>
    </message>
    <message>
        <source>no longer read only</source>
        <translation>nicht mehr nur lesen</translation>
    </message>
    <message>
        <source>backends</source>
        <translation>Systeme</translation>
    </message>
    <message>
        <source>environments</source>
        <translation>Umgebungen</translation>
    </message>
    <message>
        <source>services</source>
        <translation>Dienste</translation>
    </message>
    <message>
        <source>protection</source>
        <translation>Schutz</translation>
    </message>
    <message>
        <source>what this version does not use</source>
        <translation>was diese Version nicht verwendet</translation>
    </message>
    <message>
        <source>%1 revision %2</source>
        <translation>%1 Revision %2</translation>
    </message>
    <message>
        <source>%1 refused, %2 stays in force</source>
        <translation>%1 abgelehnt, %2 bleibt in Kraft</translation>
    </message>
    <message>
        <source>%1 refused</source>
        <translation>%1 abgelehnt</translation>
    </message>
    <message>
        <source>%1 in force</source>
        <translation>%1 in Kraft</translation>
    </message>
    <message>
        <source>%1 no longer in force</source>
        <translation>%1 nicht mehr in Kraft</translation>
    </message>
    <message>
        <source>policies: %1</source>
        <translation>Richtlinien: %1</translation>
    </message>
    <message>
        <source>probes</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>who is told</source>
        <translation>wer benachrichtigt wird</translation>
    </message>
    <message>
        <source>where the log goes</source>
        <translation>wohin das Protokoll geht</translation>
    </message>
    <message>
        <source>identity</source>
        <translation>Identität</translation>
    </message>
    <message>
        <source>roles</source>
        <translation>Rollen</translation>
    </message>
</context>
<context>
    <name>astern::ActsModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, decided by %2</source>
        <translation>%1, entschieden von %2</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>unterwegs</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>act</source>
        <translation>Handlung</translation>
    </message>
    <message>
        <source>outcome</source>
        <translation>Ergebnis</translation>
    </message>
</context>
<context>
    <name>astern::Alertmanager</name>
    <message>
        <source>The answer is not one of Alertmanager: %1</source>
        <translation>Die Antwort ist nicht die eines Alertmanager: %1</translation>
    </message>
    <message>
        <source>Check that the address is that of an Alertmanager with API v2, and the proxy in between.</source>
        <translation>Prüfen Sie, ob die Adresse die eines Alertmanager mit API v2 ist, und den Proxy dazwischen.</translation>
    </message>
    <message>
        <source>an alert without fingerprint or labels</source>
        <translation>ein Alarm ohne fingerprint oder labels</translation>
    </message>
    <message>
        <source>an alert whose state is none of active, suppressed and unprocessed</source>
        <translation>ein Alarm, dessen Zustand weder active noch suppressed noch unprocessed ist</translation>
    </message>
    <message>
        <source>an empty answer</source>
        <translation>eine leere Antwort</translation>
    </message>
    <message>
        <source>not valid JSON (%1)</source>
        <translation>kein gültiges JSON (%1)</translation>
    </message>
    <message>
        <source>a list was expected</source>
        <translation>erwartet war eine Liste</translation>
    </message>
    <message>
        <source>There are more than %1 alerts, which is more than anybody reads.</source>
        <translation>Es gibt mehr als %1 Alarme, und so viele liest niemand.</translation>
    </message>
    <message>
        <source>See which rule raises one for each of many things, and group it.</source>
        <translation>Sehen Sie nach, welche Regel für jedes von vielen Dingen einen auslöst, und gruppieren Sie sie.</translation>
    </message>
</context>
<context>
    <name>astern::AlertsModel</name>
    <message>
        <source>alert</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>severity</source>
        <translation>Schweregrad</translation>
    </message>
    <message>
        <source>since</source>
        <translation>seit</translation>
    </message>
    <message>
        <source>silenced</source>
        <translation>stummgeschaltet</translation>
    </message>
    <message>
        <source>what it says</source>
        <translation>was er sagt</translation>
    </message>
</context>
<context>
    <name>astern::BackendsModel</name>
    <message>
        <source>connecting</source>
        <translation>verbindet</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>verstummt</translation>
    </message>
    <message>
        <source>sign-in ends in %1</source>
        <translation>Anmeldung endet in %1</translation>
    </message>
    <message>
        <source>sign-in has ended</source>
        <translation>Anmeldung ist abgelaufen</translation>
    </message>
    <message>
        <source>clock %1 ahead</source>
        <translation>Uhr geht %1 vor</translation>
    </message>
    <message>
        <source>clock %1 behind</source>
        <translation>Uhr geht %1 nach</translation>
    </message>
    <message>
        <source>live</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>retry in %1</source>
        <translation>neuer Versuch in %1</translation>
    </message>
    <message>
        <source>retrying</source>
        <translation>neuer Versuch</translation>
    </message>
    <message>
        <source>sign in again</source>
        <translation>neu anmelden</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
    </message>
    <message>
        <source>connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>last answer</source>
        <translation>letzte Antwort</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>Grund</translation>
    </message>
</context>
<context>
    <name>astern::BoardModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>cannot go back: %1</source>
        <translation>kann nicht zurück: %1</translation>
    </message>
    <message>
        <source>can go back to %1</source>
        <translation>kann zurück auf %1</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>1 place</source>
        <translation>1 Ort</translation>
    </message>
    <message>
        <source>%1 places</source>
        <translation>%1 Orte</translation>
    </message>
    <message>
        <source>1 needs a person</source>
        <translation>1 braucht eine Person</translation>
    </message>
    <message>
        <source>%1 need a person</source>
        <translation>%1 brauchen eine Person</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>env / cell</source>
        <translation>Umg. / Zelle</translation>
    </message>
    <message>
        <source>release</source>
        <translation>Release</translation>
    </message>
    <message>
        <source>progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>why, and what is next</source>
        <translation>warum, und was folgt</translation>
    </message>
    <message>
        <source>signal</source>
        <translation>Signal</translation>
    </message>
    <message>
        <source>no owner</source>
        <translation>niemand zuständig</translation>
    </message>
    <message>
        <source>%1, wave %2</source>
        <translation>%1, Welle %2</translation>
    </message>
    <message>
        <source>%1, no wave</source>
        <translation>%1, keine Welle</translation>
    </message>
    <message>
        <source>alerts</source>
        <translation>Alarme</translation>
    </message>
</context>
<context>
    <name>astern::ChangesModel</name>
    <message>
        <source>image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>digest</source>
        <translation>Digest</translation>
    </message>
    <message>
        <source>config</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>resources</source>
        <translation>Ressourcen</translation>
    </message>
    <message>
        <source>probe</source>
        <translation>Probe</translation>
    </message>
    <message>
        <source>label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>other</source>
        <translation>Sonstiges</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>%1: %2 → %3</source>
        <translation>%1: %2 → %3</translation>
    </message>
    <message>
        <source>what</source>
        <translation>was</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>to</source>
        <translation>auf</translation>
    </message>
</context>
<context>
    <name>astern::ConfigsModel</name>
    <message>
        <source>by %1, %2</source>
        <translation>durch %1, %2</translation>
    </message>
    <message>
        <source>by %1, %2: %3</source>
        <translation>durch %1, %2: %3</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>there now, immutable</source>
        <translation>jetzt da, unveränderlich</translation>
    </message>
    <message>
        <source>there now, the safe version</source>
        <translation>jetzt da, die sichere Version</translation>
    </message>
    <message>
        <source>there now</source>
        <translation>jetzt da</translation>
    </message>
    <message>
        <source>first seen %1</source>
        <translation>zuerst gesehen %1</translation>
    </message>
    <message>
        <source>kept, the safe version</source>
        <translation>aufbewahrt, die sichere Version</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>aufbewahrt</translation>
    </message>
    <message>
        <source>the safe version, never seen here</source>
        <translation>die sichere Version, hier nie gesehen</translation>
    </message>
    <message>
        <source>as of %1 ago</source>
        <translation>Stand vor %1</translation>
    </message>
    <message>
        <source>configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>what</source>
        <translation>was</translation>
    </message>
    <message>
        <source>seen</source>
        <translation>gesehen</translation>
    </message>
    <message>
        <source>last change</source>
        <translation>letzte Änderung</translation>
    </message>
    <message>
        <source>drift</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>as of</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>not the safe version</source>
        <translation>nicht die sichere Version</translation>
    </message>
</context>
<context>
    <name>astern::ConnectionModel</name>
    <message>
        <source>not asked: it was cancelled</source>
        <translation>nicht gefragt: Der Test wurde abgebrochen</translation>
    </message>
    <message>
        <source>connecting…</source>
        <translation>verbindet…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>the connection does not work</source>
        <translation>die Verbindung funktioniert nicht</translation>
    </message>
    <message>
        <source>everything is well</source>
        <translation>alles in Ordnung</translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <source>%1: %2 %3</source>
        <translation>%1: %2 %3</translation>
    </message>
    <message>
        <source>to look at: %1 of %2</source>
        <translation>anzusehen: %1 von %2</translation>
    </message>
    <message>
        <source>what</source>
        <translation>was</translation>
    </message>
    <message>
        <source>found</source>
        <translation>gefunden</translation>
    </message>
</context>
<context>
    <name>astern::DeskNotes</name>
    <message>
        <source>%1 is failing</source>
        <translation>%1 ist gestört</translation>
    </message>
    <message>
        <source>%1: a policy is about to act</source>
        <translation>%1: Eine Policy greift gleich ein</translation>
    </message>
    <message>
        <source>It %1 in %2 unless somebody holds it.</source>
        <translation>Es %1 in %2, wenn niemand sie anhält.</translation>
    </message>
    <message>
        <source>%1: the plan is done</source>
        <translation>%1: Der Plan ist ausgeführt</translation>
    </message>
    <message>
        <source>%1: the plan did not end well</source>
        <translation>%1: Der Plan ging nicht gut aus</translation>
    </message>
    <message>
        <source>%1 needs a person</source>
        <translation>%1 braucht einen Menschen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 things want to be seen</source>
        <translation>%1 Dinge wollen gesehen werden</translation>
    </message>
</context>
<context>
    <name>astern::Dispatcher</name>
    <message>
        <source>interrupted; found: %1</source>
        <translation>unterbrochen; vorgefunden: %1</translation>
    </message>
    <message>
        <source>sent again after an interruption: %1</source>
        <translation>nach einer Unterbrechung erneut gesendet: %1</translation>
    </message>
</context>
<context>
    <name>astern::EntriesModel</name>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>what</source>
        <translation>was</translation>
    </message>
    <message>
        <source>entry</source>
        <translation>Eintrag</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>where</source>
        <translation>wo</translation>
    </message>
</context>
<context>
    <name>astern::EventsModel</name>
    <message>
        <source>%1 %2: %3</source>
        <translation>%1 %2: %3</translation>
    </message>
    <message>
        <source>%1 ago: %2, %3 %4: %5, seen %6</source>
        <translation>vor %1: %2, %3 %4: %5, gesehen %6</translation>
    </message>
    <message>
        <source>once</source>
        <translation>einmal</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1-mal</translation>
    </message>
    <message>
        <source>age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>seen</source>
        <translation>gesehen</translation>
    </message>
</context>
<context>
    <name>astern::FlagsModel</name>
    <message>
        <source>changed since %1 began</source>
        <translation>geändert, seit %1 begann</translation>
    </message>
    <message>
        <source>changed last by somebody else, not through Astern</source>
        <translation>zuletzt von jemand anderem geändert, nicht durch Astern</translation>
    </message>
    <message>
        <source>changed last by %1, not through Astern</source>
        <translation>zuletzt von %1 geändert, nicht durch Astern</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>archiviert</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 by %2, %3</source>
        <translation>%1 durch %2, %3</translation>
    </message>
    <message>
        <source>by %1, %2</source>
        <translation>durch %1, %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, PRODUCTION</source>
        <translation>%1, PRODUKTION</translation>
    </message>
    <message>
        <source>as of %1 ago</source>
        <translation>Stand vor %1</translation>
    </message>
    <message>
        <source>flag</source>
        <translation>Flag</translation>
    </message>
    <message>
        <source>where</source>
        <translation>wo</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>of users</source>
        <translation>der Nutzer</translation>
    </message>
    <message>
        <source>last change</source>
        <translation>letzte Änderung</translation>
    </message>
    <message>
        <source>drift</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>as of</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>nicht gesetzt</translation>
    </message>
    <message>
        <source>was %1 when %2 began</source>
        <translation>war %1, als %2 begann</translation>
    </message>
</context>
<context>
    <name>astern::GatesModel</name>
    <message>
        <source>%1, %2: %3. %4. %5</source>
        <translation>%1, %2: %3. %4. %5</translation>
    </message>
    <message>
        <source>gate</source>
        <translation>Tor</translation>
    </message>
    <message>
        <source>stands before</source>
        <translation>steht vor</translation>
    </message>
    <message>
        <source>opens with</source>
        <translation>öffnet sich mit</translation>
    </message>
    <message>
        <source>written in</source>
        <translation>geschrieben in</translation>
    </message>
</context>
<context>
    <name>astern::Http</name>
    <message>
        <source>If it wants a client certificate, set cert and key of the backend in the workspace.</source>
        <translation>Verlangt es ein Client-Zertifikat, setzen Sie cert und key des Systems im Arbeitsbereich.</translation>
    </message>
    <message>
        <source>, through the proxy %1</source>
        <translation>, über den Proxy %1</translation>
    </message>
    <message>
        <source>%1 does not understand the request.</source>
        <translation>%1 versteht die Anfrage nicht.</translation>
    </message>
    <message>
        <source>%1 does not accept the credentials.</source>
        <translation>%1 nimmt die Anmeldedaten nicht an.</translation>
    </message>
    <message>
        <source>They are missing, expired or wrong: renew them, or correct them in the workspace.</source>
        <translation>Sie fehlen, sind abgelaufen oder falsch: Erneuern Sie sie, oder berichtigen Sie sie im Arbeitsbereich.</translation>
    </message>
    <message>
        <source>%1 does not permit this to these credentials.</source>
        <translation>%1 erlaubt dies diesen Anmeldedaten nicht.</translation>
    </message>
    <message>
        <source>Ask whoever runs the backend for the permission, or use other credentials.</source>
        <translation>Bitten Sie den Betreiber des Systems um das Recht, oder verwenden Sie andere Anmeldedaten.</translation>
    </message>
    <message>
        <source>%1 has nothing at this address.</source>
        <translation>%1 hat unter dieser Adresse nichts.</translation>
    </message>
    <message>
        <source>Check the name and the address in the workspace, and whether the feature is installed there.</source>
        <translation>Prüfen Sie Namen und Adresse im Arbeitsbereich, und ob die Funktion dort installiert ist.</translation>
    </message>
    <message>
        <source>%1 does not support this request.</source>
        <translation>%1 unterstützt diese Anfrage nicht.</translation>
    </message>
    <message>
        <source>Check the address and the version of the backend.</source>
        <translation>Prüfen Sie Adresse und Version des Systems.</translation>
    </message>
    <message>
        <source>%1 gave up waiting for the request.</source>
        <translation>%1 hat nicht länger auf die Anfrage gewartet.</translation>
    </message>
    <message>
        <source>Check the network in between, then try again.</source>
        <translation>Prüfen Sie das Netz dazwischen, und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>%1 refuses: somebody else changed the object first.</source>
        <translation>%1 lehnt ab: Jemand anderes hat das Objekt zuerst geändert.</translation>
    </message>
    <message>
        <source>Look at its present state, then decide again.</source>
        <translation>Sehen Sie sich den jetzigen Zustand an, und entscheiden Sie dann neu.</translation>
    </message>
    <message>
        <source>%1 no longer keeps that position.</source>
        <translation>%1 bewahrt diesen Stand nicht mehr auf.</translation>
    </message>
    <message>
        <source>List again from the beginning.</source>
        <translation>Lesen Sie die Liste erneut von Anfang an.</translation>
    </message>
    <message>
        <source>%1 refuses the request as too large.</source>
        <translation>%1 lehnt die Anfrage als zu groß ab.</translation>
    </message>
    <message>
        <source>Ask for less at once.</source>
        <translation>Fragen Sie weniger auf einmal ab.</translation>
    </message>
    <message>
        <source>%1 refuses the content of the request.</source>
        <translation>%1 lehnt den Inhalt der Anfrage ab.</translation>
    </message>
    <message>
        <source>The reason it gives names the field or the query.</source>
        <translation>Der genannte Grund nennt das Feld oder die Abfrage.</translation>
    </message>
    <message>
        <source>%1 asks for fewer requests.</source>
        <translation>%1 bittet um weniger Anfragen.</translation>
    </message>
    <message>
        <source>It is asked again after the pause that it wants; raise its limits when this repeats.</source>
        <translation>Nach der gewünschten Pause wird erneut gefragt; wiederholt es sich, heben Sie dort die Grenzen an.</translation>
    </message>
    <message>
        <source>%1 is not able to answer (HTTP %2).</source>
        <translation>%1 kann nicht antworten (HTTP %2).</translation>
    </message>
    <message>
        <source>Check the health of the backend; the last known state stays on screen.</source>
        <translation>Prüfen Sie die Gesundheit des Systems; der zuletzt bekannte Stand bleibt zu sehen.</translation>
    </message>
    <message>
        <source>%1 refuses the request (HTTP %2).</source>
        <translation>%1 lehnt die Anfrage ab (HTTP %2).</translation>
    </message>
    <message>
        <source>The details are in the log.</source>
        <translation>Die Einzelheiten stehen im Log.</translation>
    </message>
    <message>
        <source>%1 redirects (HTTP %2) without saying where to.</source>
        <translation>%1 leitet um (HTTP %2), ohne zu sagen, wohin.</translation>
    </message>
    <message>
        <source>Check the address in the workspace.</source>
        <translation>Prüfen Sie die Adresse im Arbeitsbereich.</translation>
    </message>
    <message>
        <source>%1 redirects to %2, which is not followed.</source>
        <translation>%1 leitet um auf %2; dem wird nicht gefolgt.</translation>
    </message>
    <message>
        <source>Only reads follow a redirect, and only a few times: put the final address into the workspace.</source>
        <translation>Nur Lesen folgt einer Umleitung, und nur wenige Male: Setzen Sie die endgültige Adresse in den Arbeitsbereich.</translation>
    </message>
    <message>
        <source>Credentials never go to another place: if it is right, put it into the workspace as the backend&apos;s url.</source>
        <translation>Anmeldedaten gehen nie an eine andere Stelle: Ist sie richtig, setzen Sie sie als url des Systems in den Arbeitsbereich.</translation>
    </message>
    <message>
        <source>an HTML page</source>
        <translation>eine HTML-Seite</translation>
    </message>
    <message>
        <source>Nothing answers for %1 at %2, port %3.</source>
        <translation>Für %1 antwortet nichts auf %2, Port %3.</translation>
    </message>
    <message>
        <source>Check that it runs and that the address in the workspace is right.</source>
        <translation>Prüfen Sie, ob es läuft und ob die Adresse im Arbeitsbereich stimmt.</translation>
    </message>
    <message>
        <source>The host %1 of %2 is not known.</source>
        <translation>Der Host %1 von %2 ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Check the name in the workspace, and this machine&apos;s name service or VPN.</source>
        <translation>Prüfen Sie den Namen im Arbeitsbereich, und Namensdienst oder VPN dieses Rechners.</translation>
    </message>
    <message>
        <source>%1 closed the connection in the middle of its answer.</source>
        <translation>%1 hat die Verbindung mitten in der Antwort geschlossen.</translation>
    </message>
    <message>
        <source>%1 closed the connection without an answer.</source>
        <translation>%1 hat die Verbindung ohne Antwort geschlossen.</translation>
    </message>
    <message>
        <source>It may be restarting: check its health, and any proxy in between.</source>
        <translation>Vielleicht startet es gerade neu: Prüfen Sie seine Gesundheit und einen Proxy dazwischen.</translation>
    </message>
    <message>
        <source>What answers for %1 does not speak HTTP.</source>
        <translation>Was für %1 antwortet, spricht kein HTTP.</translation>
    </message>
    <message>
        <source>Check scheme and port of the address in the workspace.</source>
        <translation>Prüfen Sie Schema und Port der Adresse im Arbeitsbereich.</translation>
    </message>
    <message>
        <source>There is no way from here to %1 (%2).</source>
        <translation>Von hier führt kein Weg zu %1 (%2).</translation>
    </message>
    <message>
        <source>Check this machine&apos;s network and VPN: it is tried again by itself.</source>
        <translation>Prüfen Sie Netz und VPN dieses Rechners: Es wird von selbst erneut versucht.</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2</source>
        <translation>%1 ist nicht erreichbar: %2</translation>
    </message>
    <message>
        <source>Check the network between this machine and the backend.</source>
        <translation>Prüfen Sie das Netz zwischen diesem Rechner und dem System.</translation>
    </message>
    <message>
        <source>The encrypted connection to %1 cannot be made: %2</source>
        <translation>Die verschlüsselte Verbindung zu %1 kommt nicht zustande: %2</translation>
    </message>
    <message>
        <source>Check the backend&apos;s TLS set-up and the address in the workspace.</source>
        <translation>Prüfen Sie die TLS-Einrichtung des Systems und die Adresse im Arbeitsbereich.</translation>
    </message>
    <message>
        <source>The certificate of %1 is for %2, not for %3.</source>
        <translation>Das Zertifikat von %1 gilt für %2, nicht für %3.</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemanden</translation>
    </message>
    <message>
        <source>Use a name that the certificate carries, or give the backend a certificate for this one.</source>
        <translation>Verwenden Sie einen Namen, den das Zertifikat trägt, oder geben Sie dem System ein Zertifikat für diesen.</translation>
    </message>
    <message>
        <source>The certificate of %1 expired at %2.</source>
        <translation>Das Zertifikat von %1 ist abgelaufen: %2.</translation>
    </message>
    <message>
        <source>Renew the backend&apos;s certificate; if it is valid, check this machine&apos;s clock.</source>
        <translation>Erneuern Sie das Zertifikat des Systems; ist es gültig, prüfen Sie die Uhr dieses Rechners.</translation>
    </message>
    <message>
        <source>The certificate of %1 is valid only from %2.</source>
        <translation>Das Zertifikat von %1 gilt erst ab %2.</translation>
    </message>
    <message>
        <source>Check this machine&apos;s clock.</source>
        <translation>Prüfen Sie die Uhr dieses Rechners.</translation>
    </message>
    <message>
        <source>The certificate of %1 comes from an authority that is not trusted here.</source>
        <translation>Das Zertifikat von %1 kommt von einer Zertifizierungsstelle, der hier nicht vertraut wird.</translation>
    </message>
    <message>
        <source>Name the right authority in the workspace (ca), or find out who answers in its place.</source>
        <translation>Nennen Sie die richtige Zertifizierungsstelle im Arbeitsbereich (ca), oder finden Sie heraus, wer an seiner Stelle antwortet.</translation>
    </message>
    <message>
        <source>%1 wants a client certificate that it accepts.</source>
        <translation>%1 verlangt ein Client-Zertifikat, das es annimmt.</translation>
    </message>
    <message>
        <source>Set cert and key of the backend in the workspace, from the authority that it trusts.</source>
        <translation>Setzen Sie cert und key des Systems im Arbeitsbereich, von der Zertifizierungsstelle, der es vertraut.</translation>
    </message>
    <message>
        <source>in between</source>
        <translation>dazwischen</translation>
    </message>
    <message>
        <source>The proxy %1 cannot reach %2: %3</source>
        <translation>Der Proxy %1 erreicht %2 nicht: %3</translation>
    </message>
    <message>
        <source>Check the proxy; a host that needs none goes into NO_PROXY.</source>
        <translation>Prüfen Sie den Proxy; ein Host, der keinen braucht, gehört in NO_PROXY.</translation>
    </message>
    <message>
        <source>The proxy %1 wants a user and a password.</source>
        <translation>Der Proxy %1 verlangt Benutzer und Passwort.</translation>
    </message>
    <message>
        <source>The proxy %1 does not accept the user and password.</source>
        <translation>Der Proxy %1 nimmt Benutzer und Passwort nicht an.</translation>
    </message>
    <message>
        <source>Give them in its address, before the host; they are never shown.</source>
        <translation>Geben Sie sie in seiner Adresse vor dem Host an; sie werden nie gezeigt.</translation>
    </message>
    <message>
        <source>The host of the proxy %1 is not known.</source>
        <translation>Der Host des Proxys %1 ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The proxy %1 closed the connection.</source>
        <translation>Der Proxy %1 hat die Verbindung geschlossen.</translation>
    </message>
    <message>
        <source>The proxy %1 did not answer in time.</source>
        <translation>Der Proxy %1 hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>The proxy %1 lets nobody through to %2.</source>
        <translation>Der Proxy %1 lässt niemanden zu %2 durch.</translation>
    </message>
    <message>
        <source>Ask whoever runs it, or put the host into NO_PROXY.</source>
        <translation>Fragen Sie seinen Betreiber, oder setzen Sie den Host in NO_PROXY.</translation>
    </message>
    <message>
        <source>Nothing answers at the proxy %1.</source>
        <translation>Am Proxy %1 antwortet nichts.</translation>
    </message>
    <message>
        <source>%1 did not answer completely within %2.</source>
        <translation>%1 hat innerhalb von %2 nicht vollständig geantwortet.</translation>
    </message>
    <message>
        <source>Check the load of the backend and the network in between.</source>
        <translation>Prüfen Sie die Last des Systems und das Netz dazwischen.</translation>
    </message>
    <message>
        <source>%1 stopped in the middle of its answer: nothing for %2.</source>
        <translation>%1 ist mitten in der Antwort verstummt: nichts seit %2.</translation>
    </message>
    <message>
        <source>%1 did not answer within %2.</source>
        <translation>%1 hat innerhalb von %2 nicht geantwortet.</translation>
    </message>
    <message>
        <source>Check whether it hangs, and the network in between.</source>
        <translation>Prüfen Sie, ob es hängt, und das Netz dazwischen.</translation>
    </message>
    <message>
        <source>The answer of %1 is larger than the limit of %2 bytes.</source>
        <translation>Die Antwort von %1 ist größer als die Grenze von %2 Bytes.</translation>
    </message>
    <message>
        <source>Ask for less: fewer namespaces, fewer series, a shorter range.</source>
        <translation>Fragen Sie weniger ab: weniger Namensräume, weniger Zeitreihen, eine kürzere Spanne.</translation>
    </message>
    <message>
        <source>The compressed answer of %1 is damaged or in a form that was not asked for.</source>
        <translation>Die komprimierte Antwort von %1 ist beschädigt oder in einer Form, die nicht verlangt war.</translation>
    </message>
    <message>
        <source>Check the proxy in between.</source>
        <translation>Prüfen Sie den Proxy dazwischen.</translation>
    </message>
    <message>
        <source>The request to %1 was cancelled.</source>
        <translation>Die Anfrage an %1 wurde abgebrochen.</translation>
    </message>
    <message>
        <source>This machine slept while %1 was being asked.</source>
        <translation>Dieser Rechner hat geschlafen, während %1 gefragt wurde.</translation>
    </message>
    <message>
        <source>Look at the present state, then decide again.</source>
        <translation>Sehen Sie sich den jetzigen Zustand an, und entscheiden Sie dann neu.</translation>
    </message>
    <message>
        <source>%1 asked for a pause that lasts another %2.</source>
        <translation>%1 hat um eine Pause gebeten, die noch %2 dauert.</translation>
    </message>
    <message>
        <source>Try again after it; raise the backend&apos;s limits when this repeats.</source>
        <translation>Versuchen Sie es danach erneut; wiederholt es sich, heben Sie die Grenzen des Systems an.</translation>
    </message>
    <message>
        <source>The address of %1 is not one that can be asked.</source>
        <translation>Die Adresse von %1 ist keine, die sich fragen lässt.</translation>
    </message>
    <message>
        <source>Write it as https://host or https://host:port/path.</source>
        <translation>Schreiben Sie sie als https://host oder https://host:port/pfad.</translation>
    </message>
    <message>
        <source>%1 would be asked without encryption over the network.</source>
        <translation>%1 würde unverschlüsselt über das Netz gefragt.</translation>
    </message>
    <message>
        <source>Use https; or allow plain HTTP for this backend in the workspace.</source>
        <translation>Verwenden Sie https; oder erlauben Sie im Arbeitsbereich unverschlüsseltes HTTP für dieses System.</translation>
    </message>
    <message>
        <source>A header for %1 contains a line break.</source>
        <translation>Eine Kopfzeile für %1 enthält einen Zeilenumbruch.</translation>
    </message>
    <message>
        <source>Check the headers and secrets of the backend in the workspace.</source>
        <translation>Prüfen Sie Kopfzeilen und Geheimnisse des Systems im Arbeitsbereich.</translation>
    </message>
    <message>
        <source>Check the address in the workspace, and the version of the backend; the details are in the log.</source>
        <translation>Prüfen Sie die Adresse im Arbeitsbereich und die Version des Systems; die Einzelheiten stehen im Log.</translation>
    </message>
</context>
<context>
    <name>astern::InboxModel</name>
    <message>
        <source>Overdue</source>
        <translation>Überfällig</translation>
    </message>
    <message>
        <source>Waits for you</source>
        <translation>Wartet auf Sie</translation>
    </message>
    <message>
        <source>Waits for others</source>
        <translation>Wartet auf andere</translation>
    </message>
    <message>
        <source>Past</source>
        <translation>Vergangenes</translation>
    </message>
    <message>
        <source>%1: %2 %3, %4, %5, %6. %7 %8</source>
        <translation>%1: %2 %3, %4, %5, %6. %7 %8</translation>
    </message>
</context>
<context>
    <name>astern::LocalJournal</name>
    <message>
        <source>Nothing can be recorded</source>
        <translation>Nichts lässt sich protokollieren</translation>
    </message>
    <message>
        <source>The journal is not open</source>
        <translation>Das Journal ist nicht offen</translation>
    </message>
    <message>
        <source>The program is closing</source>
        <translation>Das Programm wird beendet</translation>
    </message>
    <message>
        <source>nobody confirmed it in time</source>
        <translation>niemand hat es rechtzeitig bestätigt</translation>
    </message>
    <message>
        <source>Kept for %1 days</source>
        <translation>%1 Tage aufbewahrt</translation>
    </message>
    <message>
        <source>The journal&apos;s lock was taken away: another program may own the log now</source>
        <translation>Die Sperre des Journals wurde entfernt: Ein anderes Programm könnte das Protokoll nun besitzen</translation>
    </message>
    <message>
        <source>End every Astern on this folder, then start one again</source>
        <translation>Beenden Sie jedes Astern auf diesem Ordner und starten Sie dann eines neu</translation>
    </message>
</context>
<context>
    <name>astern::LogModel</name>
    <message>
        <source>%1, %2, %3: %4</source>
        <translation>%1, %2, %3: %4</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>entry</source>
        <translation>Eintrag</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>subject</source>
        <translation>Gegenstand</translation>
    </message>
    <message>
        <source>who</source>
        <translation>wer</translation>
    </message>
    <message>
        <source>what</source>
        <translation>was</translation>
    </message>
</context>
<context>
    <name>astern::Notify</name>
    <message>
        <source>The name %1 is not known.</source>
        <translation>Der Name %1 ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Nothing answers at %1:%2.</source>
        <translation>Bei %1:%2 antwortet nichts.</translation>
    </message>
    <message>
        <source>The certificate of %1 is not trusted.</source>
        <translation>Dem Zertifikat von %1 wird nicht vertraut.</translation>
    </message>
    <message>
        <source>The file with the authorities cannot be read: %1</source>
        <translation>Die Datei mit den Zertifizierungsstellen lässt sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>%1 offers no TLS, and without it nothing is sent.</source>
        <translation>%1 bietet kein TLS an, und ohne das wird nichts gesendet.</translation>
    </message>
    <message>
        <source>TLS with %1 failed.</source>
        <translation>TLS mit %1 ist gescheitert.</translation>
    </message>
    <message>
        <source>%1 does not accept the user or the password.</source>
        <translation>%1 nimmt Benutzer oder Kennwort nicht an.</translation>
    </message>
    <message>
        <source>%1 did not answer in time.</source>
        <translation>%1 hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>The program is ending.</source>
        <translation>Das Programm endet gerade.</translation>
    </message>
    <message>
        <source>%1 does not take the message: it answers %2.</source>
        <translation>%1 nimmt die Nachricht nicht an: Es antwortet %2.</translation>
    </message>
    <message>
        <source>The connection to %1 broke: %2.</source>
        <translation>Die Verbindung zu %1 brach ab: %2.</translation>
    </message>
    <message>
        <source>There is no memory for it.</source>
        <translation>Dafür ist kein Speicher da.</translation>
    </message>
    <message>
        <source>Teams did not take it, although its webhook did: it answers %1.</source>
        <translation>Teams hat es nicht angenommen, sein Webhook schon: Es antwortet %1.</translation>
    </message>
    <message>
        <source>Teams did not take it, although its webhook did.</source>
        <translation>Teams hat es nicht angenommen, sein Webhook schon.</translation>
    </message>
    <message>
        <source>A web page answers at its address, not the service: something stands between.</source>
        <translation>Unter der Adresse antwortet eine Webseite, nicht der Dienst: Etwas steht dazwischen.</translation>
    </message>
    <message>
        <source>The service answers that it did not take it.</source>
        <translation>Der Dienst antwortet, dass er es nicht angenommen hat.</translation>
    </message>
</context>
<context>
    <name>astern::PaletteModel</name>
    <message>
        <source>Entry %1</source>
        <translation>Eintrag %1</translation>
    </message>
    <message>
        <source>in the log</source>
        <translation>im Protokoll</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>astern::PeopleModel</name>
    <message>
        <source>%1, %2, since %3</source>
        <translation>%1, %2, seit %3</translation>
    </message>
    <message>
        <source>%1, %2, looks at %3, since %4</source>
        <translation>%1, %2, sieht %3 an, seit %4</translation>
    </message>
    <message>
        <source>who</source>
        <translation>wer</translation>
    </message>
    <message>
        <source>looks at</source>
        <translation>sieht an</translation>
    </message>
    <message>
        <source>since</source>
        <translation>seit</translation>
    </message>
</context>
<context>
    <name>astern::PlaceDiagnosis</name>
    <message>
        <source>Nothing was seen of this place yet</source>
        <translation>Von diesem Ort wurde noch nichts gesehen</translation>
    </message>
</context>
<context>
    <name>astern::PlanRunner</name>
    <message>
        <source>nothing was sent</source>
        <translation>nichts wurde gesendet</translation>
    </message>
    <message>
        <source>the backend asks to wait</source>
        <translation>das System bittet zu warten</translation>
    </message>
    <message>
        <source>somebody else keeps changing it</source>
        <translation>jemand anderes ändert es fortwährend</translation>
    </message>
    <message>
        <source>Refused: nothing was sent.</source>
        <translation>Abgelehnt: Nichts wurde gesendet.</translation>
    </message>
    <message>
        <source>The backend %1 could not be opened</source>
        <translation>Das System %1 konnte nicht geöffnet werden</translation>
    </message>
    <message>
        <source>`asternctl doctor` says why.</source>
        <translation>`asternctl doctor` sagt, warum.</translation>
    </message>
    <message>
        <source>Another process is at this plan</source>
        <translation>Ein anderer Prozess arbeitet an diesem Plan</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>übersprungen</translation>
    </message>
    <message>
        <source>the target cannot be read</source>
        <translation>das Ziel lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>already so: %1</source>
        <translation>schon so: %1</translation>
    </message>
    <message>
        <source>The target is not as it was when the plan was made: %1</source>
        <translation>Das Ziel ist nicht mehr, wie es beim Planen war: %1</translation>
    </message>
    <message>
        <source>Nothing was sent for this step. Look at it again and make a new plan.</source>
        <translation>Für diesen Schritt wurde nichts gesendet. Sehen Sie erneut hin und machen Sie einen neuen Plan.</translation>
    </message>
    <message>
        <source>the backend fails too often</source>
        <translation>das System versagt zu oft</translation>
    </message>
    <message>
        <source>%1 failed %2 times in a row; nothing new is started there</source>
        <translation>%1 hat %2-mal hintereinander versagt; dort wird nichts Neues begonnen</translation>
    </message>
    <message>
        <source>Try again in %1.</source>
        <translation>Versuchen Sie es in %1 erneut.</translation>
    </message>
    <message>
        <source>stopped before anything was sent</source>
        <translation>gestoppt, bevor etwas gesendet wurde</translation>
    </message>
    <message>
        <source>Nothing was sent, because it could not be recorded: %1</source>
        <translation>Nichts wurde gesendet, weil es nicht protokolliert werden konnte: %1</translation>
    </message>
    <message>
        <source>the log refuses</source>
        <translation>das Protokoll lehnt ab</translation>
    </message>
    <message>
        <source>refused by the backend</source>
        <translation>vom System abgelehnt</translation>
    </message>
    <message>
        <source>nothing was sent: %1</source>
        <translation>nichts wurde gesendet: %1</translation>
    </message>
    <message>
        <source>the answer was lost, reading back: %1</source>
        <translation>die Antwort ging verloren, es wird nachgesehen: %1</translation>
    </message>
    <message>
        <source>skipped by a person: %1</source>
        <translation>von einer Person übersprungen: %1</translation>
    </message>
    <message>
        <source>skipped before its effect was seen</source>
        <translation>übersprungen, bevor die Wirkung zu sehen war</translation>
    </message>
    <message>
        <source>no answer (%1) and no effect after %2</source>
        <translation>keine Antwort (%1) und keine Wirkung nach %2</translation>
    </message>
    <message>
        <source>cannot read back: %1</source>
        <translation>Nachsehen geht nicht: %1</translation>
    </message>
    <message>
        <source>No answer and no effect after %1</source>
        <translation>Keine Antwort und keine Wirkung nach %1</translation>
    </message>
    <message>
        <source>Accepted, but no effect after %1</source>
        <translation>Angenommen, aber keine Wirkung nach %1</translation>
    </message>
    <message>
        <source>Last seen: %1. Look at the controller before sending anything again.</source>
        <translation>Zuletzt gesehen: %1. Sehen Sie nach dem Controller, bevor Sie wieder etwas senden.</translation>
    </message>
    <message>
        <source>recovered after %1</source>
        <translation>erholt nach %1</translation>
    </message>
    <message>
        <source>not recovered</source>
        <translation>nicht erholt</translation>
    </message>
    <message>
        <source>The signals are not back within their limits after %1</source>
        <translation>Die Signale sind nach %1 nicht wieder in ihren Grenzwerten</translation>
    </message>
    <message>
        <source>The commands had their effect; the cause may lie elsewhere. Get a second person.</source>
        <translation>Die Befehle haben gewirkt; die Ursache liegt vielleicht anderswo. Holen Sie eine zweite Person.</translation>
    </message>
    <message>
        <source>within limits for %1 of %2</source>
        <translation>seit %1 von %2 in den Grenzwerten</translation>
    </message>
    <message>
        <source>still beyond a limit, or no fresh samples</source>
        <translation>noch jenseits eines Grenzwerts, oder keine frischen Messwerte</translation>
    </message>
    <message>
        <source>stopped before: %1</source>
        <translation>gestoppt vor: %1</translation>
    </message>
    <message>
        <source>another process leads</source>
        <translation>ein anderer Prozess führt</translation>
    </message>
    <message>
        <source>its intent could not be recorded</source>
        <translation>seine Absicht konnte nicht festgehalten werden</translation>
    </message>
</context>
<context>
    <name>astern::PlanStepsModel</name>
    <message>
        <source>Step %1: %2. %3</source>
        <translation>Schritt %1: %2. %3</translation>
    </message>
    <message>
        <source>no.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>what is seen</source>
        <translation>was zu sehen ist</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>entry</source>
        <translation>Eintrag</translation>
    </message>
</context>
<context>
    <name>astern::PodsModel</name>
    <message>
        <source>%1, %2, %3, %4</source>
        <translation>%1, %2, %3, %4</translation>
    </message>
    <message>
        <source>1 restart</source>
        <translation>1 Neustart</translation>
    </message>
    <message>
        <source>%1 restarts</source>
        <translation>%1 Neustarts</translation>
    </message>
    <message>
        <source>pod</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>restarts</source>
        <translation>Neustarts</translation>
    </message>
    <message>
        <source>age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>node</source>
        <translation>Knoten</translation>
    </message>
</context>
<context>
    <name>astern::PoliciesModel</name>
    <message>
        <source>revision %1</source>
        <translation>Revision %1</translation>
    </message>
    <message>
        <source>not in force: %1</source>
        <translation>gilt nicht: %1</translation>
    </message>
    <message>
        <source>1 error</source>
        <translation>1 Fehler</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <translation>%1 Fehler</translation>
    </message>
    <message>
        <source>%1, for %2</source>
        <translation>%1, für %2</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>policy</source>
        <translation>Richtlinie</translation>
    </message>
    <message>
        <source>%1 kept: %2</source>
        <translation>%1 gilt weiter: %2</translation>
    </message>
    <message>
        <source>%1, for no service</source>
        <translation>%1, für keinen Dienst</translation>
    </message>
</context>
<context>
    <name>astern::PolicyIssuesModel</name>
    <message>
        <source>did you mean %1?</source>
        <translation>war %1 gemeint?</translation>
    </message>
    <message>
        <source>allowed: %1</source>
        <translation>erlaubt: %1</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>what is wrong</source>
        <translation>was nicht stimmt</translation>
    </message>
    <message>
        <source>code</source>
        <translation>Code</translation>
    </message>
</context>
<context>
    <name>astern::Prometheus</name>
    <message>
        <source>not valid JSON (%1)</source>
        <translation>kein gültiges JSON (%1)</translation>
    </message>
    <message>
        <source>an empty answer</source>
        <translation>eine leere Antwort</translation>
    </message>
    <message>
        <source>an object was expected</source>
        <translation>erwartet war ein Objekt</translation>
    </message>
    <message>
        <source>a name was expected</source>
        <translation>erwartet war ein Name</translation>
    </message>
    <message>
        <source>a value was expected</source>
        <translation>erwartet war ein Wert</translation>
    </message>
    <message>
        <source>a text was expected</source>
        <translation>erwartet war ein Text</translation>
    </message>
    <message>
        <source>something follows the answer</source>
        <translation>nach der Antwort folgt noch etwas</translation>
    </message>
    <message>
        <source>&quot;success&quot; or &quot;error&quot; was expected</source>
        <translation>erwartet war „success“ oder „error“</translation>
    </message>
    <message>
        <source>vector, matrix, scalar or string was expected</source>
        <translation>erwartet war vector, matrix, scalar oder string</translation>
    </message>
    <message>
        <source>the type of the result comes after it</source>
        <translation>der Typ des Ergebnisses kommt nach ihm</translation>
    </message>
    <message>
        <source>it is missing</source>
        <translation>es fehlt</translation>
    </message>
    <message>
        <source>a list was expected</source>
        <translation>erwartet war eine Liste</translation>
    </message>
    <message>
        <source>native histograms are not read yet</source>
        <translation>native Histogramme werden noch nicht gelesen</translation>
    </message>
    <message>
        <source>it has no value</source>
        <translation>es hat keinen Wert</translation>
    </message>
    <message>
        <source>a list of time and value was expected</source>
        <translation>erwartet war eine Liste aus Zeit und Wert</translation>
    </message>
    <message>
        <source>a number of seconds was expected</source>
        <translation>erwartet war eine Zahl von Sekunden</translation>
    </message>
    <message>
        <source>this is no time</source>
        <translation>dies ist keine Zeit</translation>
    </message>
    <message>
        <source>a number written as text was expected</source>
        <translation>erwartet war eine Zahl als Text</translation>
    </message>
    <message>
        <source>a number written as text was expected, not &quot;%1&quot;</source>
        <translation>erwartet war eine Zahl als Text, nicht „%1“</translation>
    </message>
    <message>
        <source>two parts were expected</source>
        <translation>erwartet waren zwei Teile</translation>
    </message>
    <message>
        <source>The answer is not one of the Prometheus API: %1</source>
        <translation>Die Antwort ist nicht die einer Prometheus-API: %1</translation>
    </message>
    <message>
        <source>Check that the address is that of a Prometheus API, and the proxy in between.</source>
        <translation>Prüfen Sie, ob die Adresse die einer Prometheus-API ist, und den Proxy dazwischen.</translation>
    </message>
    <message>
        <source>The histogram of signal %1 has no limit.</source>
        <translation>Das Histogramm von Signal %1 hat keinen Grenzwert.</translation>
    </message>
    <message>
        <source>Say `over: 300ms`, with a bound that the histogram has.</source>
        <translation>Schreiben Sie `over: 300ms`, mit einer Grenze, die das Histogramm hat.</translation>
    </message>
    <message>
        <source>The signal names no series.</source>
        <translation>Das Signal nennt keine Zeitreihe.</translation>
    </message>
    <message>
        <source>Say which metric it is: `series: http_requests_total`.</source>
        <translation>Sagen Sie, welche Metrik es ist: `series: http_requests_total`.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no label name.</source>
        <translation>„%1“ ist kein Name eines Labels.</translation>
    </message>
    <message>
        <source>Prometheus labels are letters, digits and underscores.</source>
        <translation>Labels von Prometheus sind Buchstaben, Ziffern und Unterstriche.</translation>
    </message>
    <message>
        <source>true or false was expected</source>
        <translation>erwartet war true oder false</translation>
    </message>
    <message>
        <source>This VictoriaMetrics has no such tenant, or nothing at this address.</source>
        <translation>Dieses VictoriaMetrics hat keinen solchen Mandanten, oder unter dieser Adresse nichts.</translation>
    </message>
    <message>
        <source>A cluster is asked through vmselect, with `tenant: 0` or https://host/select/0/prometheus as its url; a single server has no tenants.</source>
        <translation>Ein Cluster wird über vmselect gefragt, mit `tenant: 0` oder https://host/select/0/prometheus als url; ein einzelner Server hat keine Mandanten.</translation>
    </message>
    <message>
        <source>%1 answers without a part of its storage, so that no number of it can be taken.</source>
        <translation>%1 antwortet ohne einen Teil seines Speichers; keine Zahl davon ist zu gebrauchen.</translation>
    </message>
    <message>
        <source>See which vmstorage is down; what was read before stays on screen.</source>
        <translation>Sehen Sie nach, welches vmstorage aus ist; was zuvor gelesen wurde, bleibt stehen.</translation>
    </message>
</context>
<context>
    <name>astern::Proxy</name>
    <message>
        <source>The proxy that %1 names is no address</source>
        <translation>Der Proxy, den %1 nennt, ist keine Adresse</translation>
    </message>
    <message>
        <source>It must look like http://HOST:PORT.</source>
        <translation>Er muss die Form http://HOST:PORT haben.</translation>
    </message>
    <message>
        <source>The proxy that %1 names is of a kind that Astern does not speak: %2</source>
        <translation>Der Proxy, den %1 nennt, ist von einer Art, die Astern nicht spricht: %2</translation>
    </message>
    <message>
        <source>Name one that is spoken to as http:// or socks5://. What goes to a backend by https stays encrypted on its way through it.</source>
        <translation>Nennen Sie einen, der über http:// oder socks5:// angesprochen wird. Was per https an ein System geht, bleibt auf dem Weg durch ihn verschlüsselt.</translation>
    </message>
</context>
<context>
    <name>astern::RevisionsModel</name>
    <message>
        <source>on its way, %1</source>
        <translation>unterwegs, %1</translation>
    </message>
    <message>
        <source>aborted</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>serves %1</source>
        <translation>in Betrieb mit %1</translation>
    </message>
    <message>
        <source>served before</source>
        <translation>war zuvor in Betrieb</translation>
    </message>
    <message>
        <source>it is the version that is asked for now</source>
        <translation>es ist die Version, die jetzt verlangt wird</translation>
    </message>
    <message>
        <source>runs the same as %1</source>
        <translation>läuft genauso wie %1</translation>
    </message>
    <message>
        <source>rev %1</source>
        <translation>Rev. %1</translation>
    </message>
    <message>
        <source>%1 of %2 ready</source>
        <translation>%1 von %2 bereit</translation>
    </message>
    <message>
        <source>%1, revision %2. %3</source>
        <translation>%1, Revision %2. %3</translation>
    </message>
    <message>
        <source>revision</source>
        <translation>Revision</translation>
    </message>
    <message>
        <source>version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>made</source>
        <translation>erstellt</translation>
    </message>
    <message>
        <source>pods</source>
        <translation>Pods</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Anmerkung</translation>
    </message>
</context>
<context>
    <name>astern::RolesModel</name>
    <message>
        <source>yours</source>
        <translation>Ihre</translation>
    </message>
    <message>
        <source>%1, yours: %2</source>
        <translation>%1, Ihre: %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>who has it</source>
        <translation>wer sie hat</translation>
    </message>
    <message>
        <source>nothing that others may not</source>
        <translation>nichts, was andere nicht dürften</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1; %2</translation>
    </message>
    <message>
        <source>what it may, and who has it</source>
        <translation>was sie darf, und wer sie hat</translation>
    </message>
</context>
<context>
    <name>astern::RulesModel</name>
    <message>
        <source>rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>evidence</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>Messwerte</translation>
    </message>
    <message>
        <source>late</source>
        <translation>verspätet</translation>
    </message>
    <message>
        <source>coverage</source>
        <translation>Abdeckung</translation>
    </message>
    <message>
        <source>what it will do</source>
        <translation>was sie tun wird</translation>
    </message>
</context>
<context>
    <name>astern::SecretsModel</name>
    <message>
        <source>there is no keychain</source>
        <translation>es gibt keinen Schlüsselbund</translation>
    </message>
    <message>
        <source>%1 is in the keychain.</source>
        <translation>%1 ist im Schlüsselbund.</translation>
    </message>
    <message>
        <source>%1 is no longer in the keychain.</source>
        <translation>%1 ist nicht mehr im Schlüsselbund.</translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <source>set</source>
        <translation>gesetzt</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>not known: %1</source>
        <translation>nicht bekannt: %1</translation>
    </message>
    <message>
        <source>%1, %2, used by %3</source>
        <translation>%1, %2, verwendet von %3</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>used by</source>
        <translation>benutzt von</translation>
    </message>
</context>
<context>
    <name>astern::Session</name>
    <message>
        <source>The workspace has no %1</source>
        <translation>Der Arbeitsbereich hat kein %1</translation>
    </message>
    <message>
        <source>%1 has not been seen yet</source>
        <translation>%1 wurde noch nicht gesehen</translation>
    </message>
    <message>
        <source>Wait for its backend, or look at why it does not answer.</source>
        <translation>Warten Sie auf sein System, oder sehen Sie nach, warum es nicht antwortet.</translation>
    </message>
    <message>
        <source>This session can only look</source>
        <translation>Diese Sitzung darf nur lesen</translation>
    </message>
    <message>
        <source>This session cannot send anything</source>
        <translation>Diese Sitzung kann nichts senden</translation>
    </message>
    <message>
        <source>This plan has already been started</source>
        <translation>Dieser Plan wurde schon begonnen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Nothing was sent. Refused now: %1</source>
        <translation>Nichts wurde gesendet. Jetzt abgelehnt: %1</translation>
    </message>
    <message>
        <source>it has not been read yet</source>
        <translation>es ist noch nicht gelesen</translation>
    </message>
    <message>
        <source>Nothing can be decided here</source>
        <translation>Hier ist nichts zu entscheiden</translation>
    </message>
    <message>
        <source>The question is no longer open</source>
        <translation>Die Frage ist nicht mehr offen</translation>
    </message>
    <message>
        <source>This session judges nothing</source>
        <translation>Diese Sitzung beurteilt nichts</translation>
    </message>
    <message>
        <source>%1 has told nothing of it yet</source>
        <translation>%1 hat noch nichts darüber gesagt</translation>
    </message>
    <message>
        <source>what %1 told of it is %2 old</source>
        <translation>was %1 darüber gesagt hat, ist %2 alt</translation>
    </message>
    <message>
        <source>The workspace names no flag %1 for this place</source>
        <translation>Der Arbeitsbereich nennt für diesen Ort kein Flag %1</translation>
    </message>
    <message>
        <source>%1 is not known as it is now: %2</source>
        <translation>Wie %1 jetzt ist, ist nicht bekannt: %2</translation>
    </message>
    <message>
        <source>Wait until %1 answers, or look at why it does not.</source>
        <translation>Warten Sie, bis %1 antwortet, oder sehen Sie nach, warum nicht.</translation>
    </message>
    <message>
        <source>The workspace names no configuration %1 for this place</source>
        <translation>Der Arbeitsbereich nennt für diesen Ort keine Konfiguration %1</translation>
    </message>
    <message>
        <source>Nothing was sent: to go back without a record, type the name %1</source>
        <translation>Nichts wurde gesendet: Um ohne Eintrag zurückzugehen, tippen Sie den Namen %1</translation>
    </message>
    <message>
        <source>This session tells nobody</source>
        <translation>Diese Sitzung benachrichtigt niemanden</translation>
    </message>
    <message>
        <source>This session has no PIN to check</source>
        <translation>Diese Sitzung hat keine PIN zu prüfen</translation>
    </message>
</context>
<context>
    <name>astern::SharedLog</name>
    <message>
        <source>The journal of this device is still empty</source>
        <translation>Das Journal dieses Geräts ist noch leer</translation>
    </message>
    <message>
        <source>This device&apos;s journal contradicts what the shared log has of it</source>
        <translation>Das Journal dieses Geräts widerspricht dem, was das gemeinsame Protokoll von ihm hat</translation>
    </message>
    <message>
        <source>Somebody else decided first: generation %1 of %2 is taken; the newest is %3</source>
        <translation>Jemand anders hat zuerst entschieden: Generation %1 von %2 ist vergeben; die neueste ist %3</translation>
    </message>
    <message>
        <source>Look at what was decided, and decide again if it still matters</source>
        <translation>Ansehen, was entschieden wurde, und noch einmal entscheiden, wenn es noch von Belang ist</translation>
    </message>
    <message>
        <source>The team store asks for an entry that it was sent</source>
        <translation>Der Teamspeicher verlangt einen Eintrag, den er schon bekommen hat</translation>
    </message>
    <message>
        <source>This login may not file entries of this device (%1)</source>
        <translation>Diese Anmeldung darf keine Einträge dieses Geräts ablegen (%1)</translation>
    </message>
    <message>
        <source>Ask for `asternctl team enrol` with the card that `asternctl team card` prints here</source>
        <translation>Um `asternctl team enrol` bitten, mit der Karte, die `asternctl team card` hier ausgibt</translation>
    </message>
    <message>
        <source>The team store does not take entry %1 of this device: %2</source>
        <translation>Der Teamspeicher nimmt Eintrag %1 dieses Geräts nicht an: %2</translation>
    </message>
    <message>
        <source>Nothing behind it can be filed. Report it with `asternctl journal verify`</source>
        <translation>Nichts dahinter kann abgelegt werden. Melden Sie es mit `asternctl journal verify`</translation>
    </message>
    <message>
        <source>The shared log has another entry %1 of this device (%2): its journal was copied or restored, and both go on. Nothing more of this device is filed</source>
        <translation>Das gemeinsame Protokoll hat einen anderen Eintrag %1 dieses Geräts (%2): Sein Journal wurde kopiert oder zurückgespielt, und beide gehen weiter. Von diesem Gerät wird nichts mehr abgelegt</translation>
    </message>
    <message>
        <source>Stop the other copy and keep both journals: the contradicting entry is in the store&apos;s table fork. Then begin a new journal on this device, and enrol it</source>
        <translation>Halten Sie die andere Kopie an und behalten Sie beide Journale: Der widersprechende Eintrag steht in der Tabelle fork des Speichers. Beginnen Sie dann auf diesem Gerät ein neues Journal und lassen Sie es zu</translation>
    </message>
    <message>
        <source>The last %1 entries of the shared log are gone: %2 are left of %3</source>
        <translation>Die letzten %1 Einträge des gemeinsamen Protokolls sind fort: %2 von %3 sind übrig</translation>
    </message>
    <message>
        <source>it goes on where the journal here does not</source>
        <translation>es geht dort weiter, wo das hiesige Journal nicht weitergeht</translation>
    </message>
    <message>
        <source>Entry %1 of the shared log is missing, though the log says that it goes on to %2</source>
        <translation>Eintrag %1 des gemeinsamen Protokolls fehlt, obwohl es laut eigener Angabe bis %2 reicht</translation>
    </message>
    <message>
        <source>Nothing behind it is believed. The database&apos;s administrator must take the log back to entry %1; every device then sends its own entries again</source>
        <translation>Nichts dahinter wird geglaubt. Der Administrator der Datenbank muss das Protokoll bis Eintrag %1 zurücknehmen; danach sendet jedes Gerät seine eigenen Einträge erneut</translation>
    </message>
    <message>
        <source>From entry %1 on, other entries stand in the shared log than those that were there</source>
        <translation>Ab Eintrag %1 stehen im gemeinsamen Protokoll andere Einträge als die, die dort waren</translation>
    </message>
    <message>
        <source>Entry %1 of the shared log was changed in the database: it is not what %2 signed</source>
        <translation>Eintrag %1 des gemeinsamen Protokolls wurde in der Datenbank geändert: Er ist nicht, was %2 unterschrieben hat</translation>
    </message>
    <message>
        <source>This device&apos;s copy has it as it was signed. The database&apos;s administrator must put the row back, or take the log back to entry %1, from where every device sends its own again</source>
        <translation>Die Kopie dieses Geräts hat ihn, wie er unterschrieben wurde. Der Administrator der Datenbank muss die Zeile zurücksetzen oder das Protokoll bis Eintrag %1 zurücknehmen, von wo an jedes Gerät seine eigenen erneut sendet</translation>
    </message>
    <message>
        <source>The tree of the shared log was changed in the database: its entries are as they were</source>
        <translation>Der Baum des gemeinsamen Protokolls wurde in der Datenbank geändert: Seine Einträge sind, wie sie waren</translation>
    </message>
    <message>
        <source>The database&apos;s administrator must rebuild the table node</source>
        <translation>Der Administrator der Datenbank muss die Tabelle node neu aufbauen</translation>
    </message>
    <message>
        <source>All lost entries are back, in another order: this log is not the one that was witnessed, and no head of it is cosigned by this device any more</source>
        <translation>Alle verlorenen Einträge sind zurück, in anderer Reihenfolge: Dieses Protokoll ist nicht das bezeugte, und dieses Gerät unterschreibt keinen Kopf von ihm mehr mit</translation>
    </message>
    <message>
        <source>Entries of the shared log were lost from entry %1 on; %2 are missing</source>
        <translation>Einträge des gemeinsamen Protokolls gingen ab Eintrag %1 verloren; %2 fehlen</translation>
    </message>
    <message>
        <source>device %1</source>
        <translation>Gerät %1</translation>
    </message>
    <message>
        <source>the log&apos;s operator</source>
        <translation>der Betreiber des Protokolls</translation>
    </message>
    <message>
        <source>The first %1 entries of the shared log are not those that %2 signed for</source>
        <translation>Die ersten %1 Einträge des gemeinsamen Protokolls sind nicht die, für die %2 unterschrieben hat</translation>
    </message>
    <message>
        <source>Two histories are shown to two devices. Compare their copies, and ask the database&apos;s administrator</source>
        <translation>Zwei Geräten werden zwei Geschichten gezeigt. Vergleichen Sie ihre Kopien und fragen Sie den Administrator der Datenbank</translation>
    </message>
    <message>
        <source>The decision of entry %1 was not the first: generation %2 of %3 was taken by another entry</source>
        <translation>Die Entscheidung von Eintrag %1 war nicht die erste: Generation %2 von %3 hat ein anderer Eintrag bekommen</translation>
    </message>
    <message>
        <source>What %1 said was erased, and %2 has not acknowledged it</source>
        <translation>Was %1 gesagt hat, wurde gelöscht, und %2 hat es nicht bestätigt</translation>
    </message>
    <message>
        <source>Start Astern on that device, or destroy its copy and take its login away</source>
        <translation>Astern auf diesem Gerät starten, oder seine Kopie vernichten und seine Anmeldung wegnehmen</translation>
    </message>
</context>
<context>
    <name>astern::TargetsModel</name>
    <message>
        <source>e-mail to %1</source>
        <translation>E-Mail an %1</translation>
    </message>
    <message>
        <source>e-mail to %1 addresses</source>
        <translation>E-Mail an %1 Adressen</translation>
    </message>
    <message>
        <source>webhook, %1</source>
        <translation>Webhook, %1</translation>
    </message>
    <message>
        <source>%1 after %2</source>
        <translation>%1 nach %2</translation>
    </message>
    <message>
        <source>all again after %1</source>
        <translation>nach %1 alle noch einmal</translation>
    </message>
    <message>
        <source>nobody else</source>
        <translation>niemand sonst</translation>
    </message>
    <message>
        <source>This session tells nobody</source>
        <translation>Diese Sitzung benachrichtigt niemanden</translation>
    </message>
    <message>
        <source>is being told</source>
        <translation>wird benachrichtigt</translation>
    </message>
    <message>
        <source>took the test message</source>
        <translation>hat die Testnachricht angenommen</translation>
    </message>
    <message>
        <source>not tested</source>
        <translation>nicht getestet</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Reached by</source>
        <translation>Erreicht über</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Danach</translation>
    </message>
    <message>
        <source>Last test</source>
        <translation>Letzter Test</translation>
    </message>
</context>
<context>
    <name>astern::TimelineModel</name>
    <message>
        <source>%1, %2, %3: %4</source>
        <translation>%1, %2, %3: %4</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>lane</source>
        <translation>Spur</translation>
    </message>
    <message>
        <source>where</source>
        <translation>wo</translation>
    </message>
    <message>
        <source>what</source>
        <translation>was</translation>
    </message>
</context>
<context>
    <name>astern::Tls</name>
    <message>
        <source>The file cannot be read: %1</source>
        <translation>Die Datei lässt sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>Check the path and who may read it.</source>
        <translation>Prüfen Sie den Pfad, und wer sie lesen darf.</translation>
    </message>
    <message>
        <source>The certificate authority holds no PEM certificate.</source>
        <translation>Die Zertifizierungsstelle enthält kein PEM-Zertifikat.</translation>
    </message>
    <message>
        <source>Give a file that begins with &quot;-----BEGIN CERTIFICATE-----&quot;.</source>
        <translation>Geben Sie eine Datei an, die mit „-----BEGIN CERTIFICATE-----“ beginnt.</translation>
    </message>
    <message>
        <source>A client certificate needs both the certificate and its key.</source>
        <translation>Ein Client-Zertifikat braucht beides, das Zertifikat und seinen Schlüssel.</translation>
    </message>
    <message>
        <source>Give both, or neither.</source>
        <translation>Geben Sie beides an, oder keins davon.</translation>
    </message>
    <message>
        <source>The client certificate holds no PEM certificate.</source>
        <translation>Das Client-Zertifikat enthält kein PEM-Zertifikat.</translation>
    </message>
    <message>
        <source>The key of the client certificate cannot be read.</source>
        <translation>Der Schlüssel des Client-Zertifikats lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>Give an unencrypted PEM key (EC or RSA).</source>
        <translation>Geben Sie einen unverschlüsselten PEM-Schlüssel an (EC oder RSA).</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Die Datei ist leer.</translation>
    </message>
    <message>
        <source>Put a PEM certificate or key there.</source>
        <translation>Legen Sie dort ein PEM-Zertifikat oder einen PEM-Schlüssel ab.</translation>
    </message>
</context>
<context>
    <name>astern::TrialEventsModel</name>
    <message>
        <source>since the start</source>
        <translation>seit Beginn</translation>
    </message>
    <message>
        <source>as edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>as saved</source>
        <translation>gespeichert</translation>
    </message>
</context>
<context>
    <name>astern::TrialRulesModel</name>
    <message>
        <source>rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>as edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>limit in force</source>
        <translation>geltende Grenze</translation>
    </message>
    <message>
        <source>as in force</source>
        <translation>geltend</translation>
    </message>
</context>
<context>
    <name>astern::app::Connections</name>
    <message>
        <source>The backend %1 could not be opened</source>
        <translation>Das System %1 konnte nicht geöffnet werden</translation>
    </message>
    <message>
        <source>`asternctl doctor` says why.</source>
        <translation>`asternctl doctor` sagt, warum.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>astern::app::Engine</name>
    <message>
        <source>not accepted</source>
        <translation>nicht angenommen</translation>
    </message>
    <message>
        <source>The name %1 and its log come with the next start.</source>
        <translation>Der Name %1 und sein Protokoll kommen mit dem nächsten Start.</translation>
    </message>
    <message>
        <source>It comes into force once what an interrupted start left behind has been read back.</source>
        <translation>Es gilt, sobald nachgesehen ist, was ein unterbrochener Start hinterlassen hat.</translation>
    </message>
    <message>
        <source>What the plan for %1 rests on comes into force when that has ended.</source>
        <translation>Worauf der Plan für %1 beruht, gilt, wenn dieser beendet ist.</translation>
    </message>
    <message>
        <source>The backend %1 could not be opened</source>
        <translation>Das System %1 konnte nicht geöffnet werden</translation>
    </message>
    <message>
        <source>`asternctl doctor` says why.</source>
        <translation>`asternctl doctor` sagt, warum.</translation>
    </message>
    <message>
        <source>this session is read-only</source>
        <translation>diese Sitzung liest nur</translation>
    </message>
    <message>
        <source>it only judges</source>
        <translation>er urteilt nur</translation>
    </message>
    <message>
        <source>nobody judges it now; start asternctl guard, or open the desktop</source>
        <translation>niemand urteilt jetzt darüber; starten Sie asternctl guard oder öffnen Sie den Desktop</translation>
    </message>
    <message>
        <source>The workspace has no such place.</source>
        <translation>Der Arbeitsbereich hat diesen Ort nicht.</translation>
    </message>
    <message>
        <source>%1 declares no flag %2 here.</source>
        <translation>%1 nennt hier kein Flag %2.</translation>
    </message>
    <message>
        <source>A flag is set to on, off or a share of users, not to %1.</source>
        <translation>Ein Flag steht auf on, off oder einem Anteil der Nutzer, nicht auf %1.</translation>
    </message>
    <message>
        <source>%1 declares no configuration %2 here.</source>
        <translation>%1 nennt hier keine Konfiguration %2.</translation>
    </message>
    <message>
        <source>This session is read-only.</source>
        <translation>Diese Sitzung ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>A first PIN is set by who has just signed in</source>
        <translation>Eine erste PIN setzt, wer sich gerade angemeldet hat</translation>
    </message>
    <message>
        <source>Sign in anew (`asternctl login --again`), then set it within ten minutes.</source>
        <translation>Melden Sie sich neu an (`asternctl login --again`) und setzen Sie sie binnen zehn Minuten.</translation>
    </message>
</context>
<context>
    <name>astern::app::GuardPage</name>
    <message>
        <source>%1 is no loopback address with a port</source>
        <translation>%1 ist keine Loopback-Adresse mit Port</translation>
    </message>
    <message>
        <source>Say 127.0.0.1:9911; a proxy in front of it can reach further.</source>
        <translation>Etwa 127.0.0.1:9911; ein Proxy davor kann weiter reichen.</translation>
    </message>
    <message>
        <source>%1 cannot be listened on: %2</source>
        <translation>Auf %1 kann nicht gehört werden: %2</translation>
    </message>
    <message>
        <source>Choose another port.</source>
        <translation>Wählen Sie einen anderen Port.</translation>
    </message>
</context>
<context>
    <name>astern::app::Guided</name>
    <message>
        <source>Guided scenario on the workspace &quot;%1&quot;.</source>
        <translation>Geführtes Szenario im Arbeitsbereich „%1“.</translation>
    </message>
    <message>
        <source>Could not write %1</source>
        <translation>%1 ließ sich nicht schreiben</translation>
    </message>
    <message>
        <source>    picture: %1</source>
        <translation>    Bild: %1</translation>
    </message>
    <message>
        <source>FAILED: %1</source>
        <translation>FEHLGESCHLAGEN: %1</translation>
    </message>
    <message>
        <source>gave up waiting for: %1</source>
        <translation>vergeblich gewartet auf: %1</translation>
    </message>
    <message>
        <source>every service on the board</source>
        <translation>jeden Dienst in der Übersicht</translation>
    </message>
    <message>
        <source>%1 places are on the board.</source>
        <translation>%1 Orte sind in der Übersicht.</translation>
    </message>
    <message>
        <source>the bad canary to show</source>
        <translation>das Erscheinen des schlechten Canary</translation>
    </message>
    <message>
        <source>the Emergency sheet with its plan</source>
        <translation>den Notfall mit seinem Plan</translation>
    </message>
    <message>
        <source>The guard is open. Nothing is sent yet.</source>
        <translation>Die Schutzklappe ist offen. Noch wird nichts gesendet.</translation>
    </message>
    <message>
        <source>the open guard</source>
        <translation>die offene Schutzklappe</translation>
    </message>
    <message>
        <source>the hold to fill</source>
        <translation>das vollständige Halten</translation>
    </message>
    <message>
        <source>the rollback to start</source>
        <translation>den Beginn des Rollbacks</translation>
    </message>
    <message>
        <source>Committed: rollback %1.</source>
        <translation>Ausgelöst: Rollback %1.</translation>
    </message>
    <message>
        <source>the old version to serve 100 %</source>
        <translation>100 % für die alte Version</translation>
    </message>
    <message>
        <source>%1 serves 100 % again.</source>
        <translation>%1 ist wieder mit 100 % in Betrieb.</translation>
    </message>
    <message>
        <source>recovery and the end of the plan</source>
        <translation>die Erholung und das Ende des Plans</translation>
    </message>
    <message>
        <source>the plan did not succeed: %1</source>
        <translation>der Plan ist nicht gelungen: %1</translation>
    </message>
    <message>
        <source>Done: bad canary, rollback by hand, recovery, log verified.</source>
        <translation>Fertig: schlechter Canary, Rollback von Hand, Erholung, Protokoll geprüft.</translation>
    </message>
    <message>
        <source>asternctl journal verify: %1</source>
        <translation>asternctl journal verify: %1</translation>
    </message>
    <message>
        <source>the log does not verify: %1</source>
        <translation>das Protokoll besteht die Prüfung nicht: %1</translation>
    </message>
    <message>
        <source>%1 is %2: canary %3 at %4; %5.</source>
        <translation>%1 ist %2: Canary %3 bei %4; %5.</translation>
    </message>
</context>
<context>
    <name>astern::app::NotesBus</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>astern::app::SandboxProcess</name>
    <message>
        <source>The sandbox ended (exit code %1).</source>
        <translation>Die Sandbox ist beendet (Exit-Code %1).</translation>
    </message>
    <message>
        <source>The sandbox did not start</source>
        <translation>Die Sandbox ist nicht gestartet</translation>
    </message>
    <message>
        <source>Run `asternctl sandbox` in a terminal to see why.</source>
        <translation>Führen Sie `asternctl sandbox` in einem Terminal aus, um zu sehen, warum.</translation>
    </message>
</context>
<context>
    <name>astern::app::TeamApprovals</name>
    <message>
        <source>It is recorded, and has no place in the team&apos;s log yet</source>
        <translation>Es ist verzeichnet und hat im gemeinsamen Protokoll noch keinen Platz</translation>
    </message>
    <message>
        <source>It is recorded, and has no place in the team&apos;s log yet: %1</source>
        <translation>Es ist verzeichnet und hat im gemeinsamen Protokoll noch keinen Platz: %1</translation>
    </message>
    <message>
        <source>Look at `asternctl gates` before it is done again.</source>
        <translation>Sehen Sie in `asternctl gates` nach, bevor es noch einmal getan wird.</translation>
    </message>
</context>
<context>
    <name>astern::connectors::ArgoCommands</name>
    <message>
        <source>Nobody paused it</source>
        <translation>Niemand hat es angehalten</translation>
    </message>
    <message>
        <source>It was not aborted</source>
        <translation>Es wurde nicht abgebrochen</translation>
    </message>
    <message>
        <source>Its template lives in another object (workloadRef): that one is changed</source>
        <translation>Die Vorlage liegt in einem anderen Objekt (workloadRef): Jenes wird geändert</translation>
    </message>
    <message>
        <source>It is at step %1 now, not at step %2 any more</source>
        <translation>Es ist jetzt bei Schritt %1, nicht mehr bei Schritt %2</translation>
    </message>
    <message>
        <source>Look at it again, then decide.</source>
        <translation>Sehen Sie erneut hin, und entscheiden Sie dann.</translation>
    </message>
    <message>
        <source>Another version is the desired one now (%1, not %2)</source>
        <translation>Jetzt ist eine andere Version die gewünschte (%1, nicht %2)</translation>
    </message>
    <message>
        <source>It was not aborted, so there is nothing to try again</source>
        <translation>Es wurde nicht abgebrochen, also gibt es nichts zu wiederholen</translation>
    </message>
    <message>
        <source>Its template lives in a %1, which Astern does not change</source>
        <translation>Die Vorlage liegt in einem Objekt der Art %1, das Astern nicht ändert</translation>
    </message>
    <message>
        <source>Change it where it is kept, in Git or with kubectl.</source>
        <translation>Ändern Sie sie dort, wo sie aufbewahrt wird, in Git oder mit kubectl.</translation>
    </message>
    <message>
        <source>The Deployment %1 that holds the template was changed</source>
        <translation>Das Deployment %1, das die Vorlage enthält, wurde geändert</translation>
    </message>
    <message>
        <source>; the rollout is paused: resume it, or nothing moves</source>
        <translation>; der Rollout ist angehalten: Setzen Sie ihn fort, sonst bewegt sich nichts</translation>
    </message>
    <message>
        <source>It was paused; the pause has been ended</source>
        <translation>Es war angehalten; die Pause wurde beendet</translation>
    </message>
    <message>
        <source>Unknown command</source>
        <translation>Unbekannter Befehl</translation>
    </message>
</context>
<context>
    <name>astern::connectors::ConfigMaps</name>
    <message>
        <source>%1 is immutable: the cluster refuses every change of it</source>
        <translation>%1 ist unveränderlich: der Cluster lehnt jede Änderung ab</translation>
    </message>
    <message>
        <source>%1 (%2) will revert it unless Git says the same</source>
        <translation>%1 (%2) macht es rückgängig, wenn Git nicht dasselbe sagt</translation>
    </message>
    <message>
        <source>Somebody else changed the object since it was looked at</source>
        <translation>Jemand anderes hat das Objekt geändert, seit es angesehen wurde</translation>
    </message>
    <message>
        <source>Look at it again, then decide.</source>
        <translation>Sehen Sie es sich noch einmal an und entscheiden Sie dann.</translation>
    </message>
</context>
<context>
    <name>astern::connectors::DeploymentCommands</name>
    <message>
        <source>A Deployment has no steps: resuming lets it go on to the end</source>
        <translation>Ein Deployment hat keine Schritte: Fortsetzen lässt es bis zum Ende gehen</translation>
    </message>
    <message>
        <source>It was paused; the pause has been ended</source>
        <translation>Es war angehalten; die Pause wurde beendet</translation>
    </message>
</context>
<context>
    <name>astern::connectors::DoorClient</name>
    <message>
        <source>The program is closing</source>
        <translation>Das Programm wird beendet</translation>
    </message>
    <message>
        <source>Another Astern owns the journal and does not answer</source>
        <translation>Ein anderes Astern führt das Protokoll und antwortet nicht</translation>
    </message>
    <message>
        <source>Look for a hanging astern or asternctl and end it; this one then takes over</source>
        <translation>Suchen Sie ein hängendes astern oder asternctl und beenden Sie es; dieses übernimmt dann</translation>
    </message>
    <message>
        <source>The program that owns the journal did not answer in time</source>
        <translation>Das Programm, das das Protokoll führt, hat nicht rechtzeitig geantwortet</translation>
    </message>
    <message>
        <source>Whether it was recorded is not known; look into the log before you try again</source>
        <translation>Ob es protokolliert wurde, ist nicht bekannt; sehen Sie im Protokoll nach, bevor Sie es erneut versuchen</translation>
    </message>
</context>
<context>
    <name>astern::connectors::ExecCredentials</name>
    <message>
        <source>The sign-in plugin “%1” gave no credentials: %2%3</source>
        <translation>Das Anmelde-Plugin „%1“ gab keine Anmeldedaten: %2%3</translation>
    </message>
    <message>
        <source> (it says: %1)</source>
        <translation> (es sagt: %1)</translation>
    </message>
    <message>
        <source>Sign in with its own command, then renew the sign-in here.</source>
        <translation>Melden Sie sich mit seinem eigenen Befehl an, und erneuern Sie dann hier die Anmeldung.</translation>
    </message>
    <message>
        <source>it wants to ask on a terminal (interactiveMode: Always), and Astern has none</source>
        <translation>es will auf einem Terminal fragen (interactiveMode: Always), und Astern hat keins</translation>
    </message>
    <message>
        <source>Give the backend a token of its own in the workspace: auth: {bearer: &quot;${env:NAME}&quot;}.</source>
        <translation>Geben Sie dem System im Arbeitsbereich ein eigenes Token: auth: {bearer: &quot;${env:NAME}&quot;}.</translation>
    </message>
    <message>
        <source>there is no such program</source>
        <translation>das Programm gibt es nicht</translation>
    </message>
    <message>
        <source>there is no such program in PATH</source>
        <translation>das Programm gibt es im PATH nicht</translation>
    </message>
    <message>
        <source>Install it, or correct the kubeconfig.</source>
        <translation>Installieren Sie es, oder berichtigen Sie die kubeconfig.</translation>
    </message>
    <message>
        <source>it cannot be started: %1</source>
        <translation>es lässt sich nicht starten: %1</translation>
    </message>
    <message>
        <source>it printed more than %1 bytes</source>
        <translation>es hat mehr als %1 Bytes ausgegeben</translation>
    </message>
    <message>
        <source>it was killed</source>
        <translation>es wurde gewaltsam beendet</translation>
    </message>
    <message>
        <source>it ended with code %1</source>
        <translation>es endete mit Code %1</translation>
    </message>
    <message>
        <source>they ended already at %1</source>
        <translation>sie sind schon abgelaufen: %1</translation>
    </message>
    <message>
        <source>Sign in with its own command; if they are valid, check this machine&apos;s clock.</source>
        <translation>Melden Sie sich mit seinem eigenen Befehl an; sind sie gültig, prüfen Sie die Uhr dieses Rechners.</translation>
    </message>
</context>
<context>
    <name>astern::connectors::KubeCommands</name>
    <message>
        <source>%1 is no object of backend %2</source>
        <translation>%1 ist kein Objekt des Systems %2</translation>
    </message>
    <message>
        <source>metadata.resourceVersion is missing</source>
        <translation>metadata.resourceVersion fehlt</translation>
    </message>
    <message>
        <source>The answer about %1 cannot be understood: %2</source>
        <translation>Die Antwort über %1 ist nicht verständlich: %2</translation>
    </message>
    <message>
        <source>The history of %1 cannot be understood: %2</source>
        <translation>Die Historie von %1 ist nicht verständlich: %2</translation>
    </message>
    <message>
        <source>the ReplicaSet %1 cannot be understood: %2</source>
        <translation>das ReplicaSet %1 ist nicht verständlich: %2</translation>
    </message>
    <message>
        <source>a list of items expected</source>
        <translation>erwartet: eine Liste mit items</translation>
    </message>
    <message>
        <source>The object kept changing while it was to be changed</source>
        <translation>Das Objekt hat sich fortwährend geändert, während es geändert werden sollte</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The first answer was lost; the request had gone through</source>
        <translation>Die erste Antwort ging verloren; die Anfrage war angekommen</translation>
    </message>
    <message>
        <source>Somebody else changed the object since it was looked at</source>
        <translation>Jemand anderes hat das Objekt geändert, seit es angesehen wurde</translation>
    </message>
    <message>
        <source>Look at it again, then decide.</source>
        <translation>Sehen Sie erneut hin, und entscheiden Sie dann.</translation>
    </message>
    <message>
        <source>The answer of the first try was lost, and then: %1</source>
        <translation>Die Antwort auf den ersten Versuch ging verloren, und dann: %1</translation>
    </message>
</context>
<context>
    <name>astern::connectors::KubeDiagnosis</name>
    <message>
        <source>The controller has not told yet which pods belong to which version</source>
        <translation>Der Controller hat noch nicht gesagt, welche Pods zu welcher Version gehören</translation>
    </message>
    <message>
        <source>The credentials of %1 need the right to %2 %3 in namespace %4; the role &quot;view&quot; has it.</source>
        <translation>Die Anmeldedaten von %1 brauchen im Namensraum %4 das Recht: %2 %3; die Rolle „view“ hat es.</translation>
    </message>
    <message>
        <source>The answer about %1 cannot be understood: %2</source>
        <translation>Die Antwort über %1 ist nicht verständlich: %2</translation>
    </message>
    <message>
        <source>a list of items expected</source>
        <translation>erwartet: eine Liste mit items</translation>
    </message>
    <message>
        <source>pods</source>
        <translation>Pods</translation>
    </message>
    <message>
        <source>events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>metadata is missing</source>
        <translation>metadata fehlt</translation>
    </message>
    <message>
        <source>There is no pod to read from</source>
        <translation>Es gibt keinen Pod, von dem sich lesen ließe</translation>
    </message>
    <message>
        <source>%1 has not run yet, so there is no log</source>
        <translation>%1 ist noch nicht gelaufen, also gibt es kein Log</translation>
    </message>
</context>
<context>
    <name>astern::connectors::KubeInventory</name>
    <message>
        <source>The list of %1 cannot be read</source>
        <translation>Die Liste der %1 lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>%1: %2 of the %3 have no name.</source>
        <translation>%1: %2 der %3 haben keinen Namen.</translation>
    </message>
    <message>
        <source>%1: the credentials may not list the %2 of all namespaces; only %3 was looked at.</source>
        <translation>%1: Die Anmeldedaten dürfen die %2 nicht in allen Namensräumen auflisten; nur %3 wurde angesehen.</translation>
    </message>
    <message>
        <source>%1: the %2 could not be listed: %3.</source>
        <translation>%1: Die %2 ließen sich nicht auflisten: %3.</translation>
    </message>
    <message>
        <source>%1: there are more than %2 objects; the rest was not read.</source>
        <translation>%1: Es gibt mehr als %2 Objekte; der Rest wurde nicht gelesen.</translation>
    </message>
</context>
<context>
    <name>astern::connectors::KubeResource</name>
    <message>
        <source>Check the backend&apos;s type and address in the workspace.</source>
        <translation>Prüfen Sie Typ und Adresse des Systems im Arbeitsbereich.</translation>
    </message>
    <message>
        <source>The list has more than %1 objects</source>
        <translation>Die Liste hat mehr als %1 Objekte</translation>
    </message>
    <message>
        <source>Name the namespaces that matter with “namespaces:” in the workspace.</source>
        <translation>Nennen Sie mit „namespaces:“ im Arbeitsbereich die Namensräume, auf die es ankommt.</translation>
    </message>
    <message>
        <source>The list cannot be read: %1</source>
        <translation>Die Liste lässt sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>a list with items and metadata.resourceVersion expected</source>
        <translation>erwartet: eine Liste mit items und metadata.resourceVersion</translation>
    </message>
    <message>
        <source>an event expected</source>
        <translation>erwartet: ein Ereignis</translation>
    </message>
    <message>
        <source>An event cannot be read; listing again</source>
        <translation>Ein Ereignis lässt sich nicht lesen; die Liste wird neu gelesen</translation>
    </message>
    <message>
        <source>an event without an object</source>
        <translation>ein Ereignis ohne Objekt</translation>
    </message>
    <message>
        <source>The watch ended: %1</source>
        <translation>Die Beobachtung endete: %1</translation>
    </message>
</context>
<context>
    <name>astern::connectors::LocalServer</name>
    <message>
        <source>The journal&apos;s socket cannot be opened: %1</source>
        <translation>Der Socket des Protokolls lässt sich nicht öffnen: %1</translation>
    </message>
    <message>
        <source>Too many requests at once</source>
        <translation>Zu viele Anfragen auf einmal</translation>
    </message>
    <message>
        <source>The draft is not one</source>
        <translation>Der Entwurf ist kein gültiger</translation>
    </message>
    <message>
        <source>The request is not known</source>
        <translation>Die Anfrage ist nicht bekannt</translation>
    </message>
</context>
<context>
    <name>astern::connectors::Notifier</name>
    <message>
        <source>The workspace knows no way to %1.</source>
        <translation>Der Workspace kennt keinen Weg zu %1.</translation>
    </message>
    <message>
        <source>Its secret is empty.</source>
        <translation>Sein Geheimnis ist leer.</translation>
    </message>
    <message>
        <source>There is no keychain here.</source>
        <translation>Hier gibt es keinen Schlüsselbund.</translation>
    </message>
    <message>
        <source>It answers with an address elsewhere; what is meant for one does not go to another.</source>
        <translation>Es antwortet mit einer anderen Adresse; was für die eine bestimmt ist, geht nicht an eine andere.</translation>
    </message>
    <message>
        <source>What is kept as its address is none.</source>
        <translation>Was als seine Adresse aufbewahrt wird, ist keine.</translation>
    </message>
    <message>
        <source>The workspace has no server for e-mail.</source>
        <translation>Der Workspace hat keinen Server für E-Mail.</translation>
    </message>
</context>
<context>
    <name>astern::connectors::OidcProvider</name>
    <message>
        <source>The browser did not come back in time</source>
        <translation>Der Browser kam nicht rechtzeitig zurück</translation>
    </message>
    <message>
        <source>Sign in again.</source>
        <translation>Melden Sie sich erneut an.</translation>
    </message>
    <message>
        <source>The provider does not sign in over another device</source>
        <translation>Der Anbieter meldet nicht über ein anderes Gerät an</translation>
    </message>
    <message>
        <source>Sign in over the browser of this machine.</source>
        <translation>Melden Sie sich über den Browser dieses Rechners an.</translation>
    </message>
    <message>
        <source>The provider&apos;s answer is no code to type</source>
        <translation>Die Antwort des Anbieters ist kein Code zum Eingeben</translation>
    </message>
    <message>
        <source>The code was not typed in time</source>
        <translation>Der Code wurde nicht rechtzeitig eingegeben</translation>
    </message>
    <message>
        <source>The provider&apos;s answer holds no ID token</source>
        <translation>Die Antwort des Anbieters enthält kein ID-Token</translation>
    </message>
    <message>
        <source>identity.scopes needs openid.</source>
        <translation>identity.scopes braucht openid.</translation>
    </message>
    <message>
        <source>The provider no longer takes the sign-in: it was revoked, used elsewhere or has ended</source>
        <translation>Der Anbieter nimmt die Anmeldung nicht mehr an: Sie wurde widerrufen, anderswo benutzt oder ist abgelaufen</translation>
    </message>
    <message>
        <source>The sign-in was refused at the provider</source>
        <translation>Die Anmeldung wurde beim Anbieter abgelehnt</translation>
    </message>
    <message>
        <source>The provider refuses to sign in: %1</source>
        <translation>Der Anbieter lehnt die Anmeldung ab: %1</translation>
    </message>
    <message>
        <source>Compare identity.client_id in astern.yaml with the provider&apos;s list of clients.</source>
        <translation>Vergleichen Sie identity.client_id in astern.yaml mit der Liste der Clients beim Anbieter.</translation>
    </message>
    <message>
        <source>The provider gave nothing to renew it with</source>
        <translation>Der Anbieter gab nichts, womit sie sich erneuern ließe</translation>
    </message>
    <message>
        <source>No keychain keeps it: it ends with this program.</source>
        <translation>Kein Schlüsselbund bewahrt sie auf: Sie endet mit diesem Programm.</translation>
    </message>
    <message>
        <source>Another Astern is renewing the sign-in and does not come to an end</source>
        <translation>Ein anderes Astern erneuert die Anmeldung und kommt zu keinem Ende</translation>
    </message>
    <message>
        <source>The sign-in was ended by another program</source>
        <translation>Die Anmeldung wurde von einem anderen Programm beendet</translation>
    </message>
    <message>
        <source>The provider renews without an ID token</source>
        <translation>Der Anbieter erneuert ohne ID-Token</translation>
    </message>
</context>
<context>
    <name>astern::connectors::PollLoop</name>
    <message>
        <source>This machine slept for %1: everything is read anew</source>
        <translation>Dieser Rechner hat %1 geschlafen: Alles wird neu gelesen</translation>
    </message>
</context>
<context>
    <name>astern::connectors::Probe</name>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Antwortzeit</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, good until %2</source>
        <translation>%1, gültig bis %2</translation>
    </message>
    <message>
        <source>it answers</source>
        <translation>antwortet</translation>
    </message>
    <message>
        <source>the server does not say</source>
        <translation>der Server sagt es nicht</translation>
    </message>
    <message>
        <source>%1, the median of %2</source>
        <translation>%1, der Median von %2</translation>
    </message>
    <message>
        <source>no more than a few seconds from ours</source>
        <translation>höchstens wenige Sekunden neben unserer</translation>
    </message>
    <message>
        <source>%1 ahead of ours</source>
        <translation>%1 vor unserer</translation>
    </message>
    <message>
        <source>%1 behind ours</source>
        <translation>%1 hinter unserer</translation>
    </message>
    <message>
        <source>Astern counts by its own clock; still, one of the two is wrong.</source>
        <translation>Astern zählt nach der eigenen Uhr; trotzdem geht eine der beiden falsch.</translation>
    </message>
    <message>
        <source>all namespaces</source>
        <translation>allen Namensräumen</translation>
    </message>
    <message>
        <source>yes, in %1</source>
        <translation>ja, in %1</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no: %1</source>
        <translation>nein: %1</translation>
    </message>
    <message>
        <source>in %1; not in %2: %3</source>
        <translation>in %1; nicht in %2: %3</translation>
    </message>
    <message>
        <source>not asked</source>
        <translation>nicht gefragt</translation>
    </message>
    <message>
        <source>none, on this machine alone</source>
        <translation>keins, nur auf diesem Rechner</translation>
    </message>
    <message>
        <source>none: everything can be read on the way</source>
        <translation>keins: Unterwegs lässt sich alles mitlesen</translation>
    </message>
    <message>
        <source>issued by %1, good until %2</source>
        <translation>ausgestellt von %1, gültig bis %2</translation>
    </message>
    <message>
        <source>; NOT verified</source>
        <translation>; NICHT geprüft</translation>
    </message>
    <message>
        <source>The server needs a new certificate soon.</source>
        <translation>Der Server braucht bald ein neues Zertifikat.</translation>
    </message>
</context>
<context>
    <name>astern::connectors::PrometheusSource</name>
    <message>
        <source>the series is there, but the query has no answer</source>
        <translation>die Zeitreihe ist da, doch die Abfrage hat keine Antwort</translation>
    </message>
    <message>
        <source>the histogram has no bucket that ends at %1 s</source>
        <translation>das Histogramm hat keinen Bucket, der bei %1 s endet</translation>
    </message>
    <message>
        <source>%1 of %2 signals cannot be read: %3</source>
        <translation>%1 von %2 Signalen nicht lesbar: %3</translation>
    </message>
    <message>
        <source>Check the signal in the workspace against the metrics that the server has.</source>
        <translation>Vergleichen Sie das Signal im Arbeitsbereich mit den Metriken, die der Server hat.</translation>
    </message>
</context>
<context>
    <name>astern::connectors::RedirectListener</name>
    <message>
        <source>No port is free for the browser to come back to: %1</source>
        <translation>Kein Port ist frei, an den der Browser zurückkommen könnte: %1</translation>
    </message>
    <message>
        <source>This is not the sign-in that Astern is waiting for. Nothing was changed.</source>
        <translation>Das ist nicht die Anmeldung, auf die Astern wartet. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>You may close this page and go back to Astern.</source>
        <translation>Sie können diese Seite schließen und zu Astern zurückkehren.</translation>
    </message>
    <message>
        <source>Astern was not signed in: %1.</source>
        <translation>Astern wurde nicht angemeldet: %1.</translation>
    </message>
</context>
<context>
    <name>astern::connectors::SignIn</name>
    <message>
        <source>The sign-in cannot be renewed: %1</source>
        <translation>Die Anmeldung lässt sich nicht erneuern: %1</translation>
    </message>
</context>
<context>
    <name>astern::connectors::StateRecording</name>
    <message>
        <source>This cluster has no pods</source>
        <translation>Dieser Cluster hat keine Pods</translation>
    </message>
</context>
<context>
    <name>astern::connectors::SyslogLink</name>
    <message>
        <source>it has stopped reading</source>
        <translation>es liest nicht mehr</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>it has closed the connection</source>
        <translation>es hat die Verbindung geschlossen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Look whether the collector runs, and whom its certificates allow.</source>
        <translation>Nachsehen, ob der Collector läuft und wen seine Zertifikate zulassen.</translation>
    </message>
</context>
<context>
    <name>astern::connectors::TokenFile</name>
    <message>
        <source>The token file %1 is empty</source>
        <translation>Die Token-Datei %1 ist leer</translation>
    </message>
    <message>
        <source>The token file %1 cannot be read: %2</source>
        <translation>Die Token-Datei %1 lässt sich nicht lesen: %2</translation>
    </message>
    <message>
        <source>It is read again as soon as it changes.</source>
        <translation>Sie wird neu gelesen, sobald sie sich ändert.</translation>
    </message>
    <message>
        <source>The token in %1 is still the same one.</source>
        <translation>Das Token in %1 ist noch dasselbe.</translation>
    </message>
    <message>
        <source>Put a new one there: it is read as soon as the file changes.</source>
        <translation>Legen Sie dort ein neues ab: Es wird gelesen, sobald sich die Datei ändert.</translation>
    </message>
</context>
<context>
    <name>astern::connectors::UnleashFlags</name>
    <message>
        <source>%1 is archived</source>
        <translation>%1 ist archiviert</translation>
    </message>
    <message>
        <source>No strategy decides about %1 yet: switched on, everybody would get it</source>
        <translation>Noch entscheidet keine Strategie über %1: eingeschaltet bekämen es alle</translation>
    </message>
    <message>
        <source>Somebody else changed it at the same moment: look at what is set now</source>
        <translation>Jemand anderes hat es im selben Moment geändert: sehen Sie nach, was jetzt gesetzt ist</translation>
    </message>
</context>
<context>
    <name>astern::connectors::WorkloadWatch</name>
    <message>
        <source>This machine slept for %1: everything is read anew</source>
        <translation>Dieser Rechner hat %1 geschlafen: Alles wird neu gelesen</translation>
    </message>
    <message>
        <source>an object without a name</source>
        <translation>ein Objekt ohne Namen</translation>
    </message>
    <message>
        <source>ReplicaSet %1: %2</source>
        <translation>ReplicaSet %1: %2</translation>
    </message>
    <message>
        <source>no uid</source>
        <translation>keine uid</translation>
    </message>
    <message>
        <source>Only the namespace “%1” is followed: the credentials may not list all of them</source>
        <translation>Nur der Namensraum „%1“ wird verfolgt: Die Anmeldedaten dürfen nicht alle auflisten</translation>
    </message>
    <message>
        <source>ReplicaSets may not be listed: history is not known and what serves is estimated. %1</source>
        <translation>ReplicaSets dürfen nicht aufgelistet werden: Die Historie ist nicht bekannt, und was in Betrieb ist, wird geschätzt. %1</translation>
    </message>
    <message>
        <source>The changed settings cannot be used, the old ones still are: %1 (%2)</source>
        <translation>Die geänderten Einstellungen sind nicht verwendbar, die alten gelten weiter: %1 (%2)</translation>
    </message>
    <message>
        <source>The changed settings cannot be used: %1 (%2)</source>
        <translation>Die geänderten Einstellungen sind nicht verwendbar: %1 (%2)</translation>
    </message>
    <message>
        <source>Not understood: %1</source>
        <translation>Nicht verständlich: %1</translation>
    </message>
    <message>
        <source>It has not been seen yet</source>
        <translation>Es wurde noch nicht gesehen</translation>
    </message>
    <message>
        <source>Policies that judge pods say unknown. %1</source>
        <translation>Richtlinien, die Pods beurteilen, sagen „unbekannt“. %1</translation>
    </message>
</context>
<context>
    <name>astern::escalation::Escalator</name>
    <message>
        <source>taken over, and nothing is judged there any more</source>
        <translation>übernommen, und dort wird nichts mehr beurteilt</translation>
    </message>
    <message>
        <source>Nothing with the id %1 is open</source>
        <translation>Mit der Kennung %1 ist nichts offen</translation>
    </message>
    <message>
        <source>`asternctl status` names what is.</source>
        <translation>`asternctl status` nennt, was offen ist.</translation>
    </message>
    <message>
        <source>it is decided, taken back or over</source>
        <translation>es ist entschieden, zurückgenommen oder vorbei</translation>
    </message>
</context>
<context>
    <name>astern::format</name>
    <message>
        <source>no number</source>
        <translation>keine Zahl</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>h</source>
        <translation>h</translation>
    </message>
    <message>
        <source>d</source>
        <translation>d</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>astern::guard::Guard</name>
    <message>
        <source>%1 acts</source>
        <translation>%1 Handlungen</translation>
    </message>
    <message>
        <source>another process</source>
        <translation>ein anderer Prozess</translation>
    </message>
    <message>
        <source>The weights belong to the controller&apos;s own steps: it is held instead.</source>
        <translation>Die Gewichte gehören den eigenen Schritten des Controllers: es wird stattdessen angehalten.</translation>
    </message>
    <message>
        <source>There is no connection that could do it.</source>
        <translation>Es gibt keine Verbindung, die es könnte.</translation>
    </message>
    <message>
        <source>It was begun %1 times and never ended.</source>
        <translation>Es wurde %1-mal begonnen und nie beendet.</translation>
    </message>
    <message>
        <source>It is paused already.</source>
        <translation>Es ist schon angehalten.</translation>
    </message>
    <message>
        <source>policy %1: %2</source>
        <translation>Richtlinie %1: %2</translation>
    </message>
    <message>
        <source>no verdict has been reached yet</source>
        <translation>noch kein Urteil gefällt</translation>
    </message>
    <message>
        <source>it is frozen until a person lifts that</source>
        <translation>es ist eingefroren, bis ein Mensch das aufhebt</translation>
    </message>
    <message>
        <source>policy %1 says %2: %3</source>
        <translation>Richtlinie %1 sagt %2: %3</translation>
    </message>
    <message>
        <source>there is no fresh answer</source>
        <translation>es gibt keine frische Antwort</translation>
    </message>
    <message>
        <source>it is held</source>
        <translation>es wird angehalten</translation>
    </message>
    <message>
        <source>Another version is wanted by now.</source>
        <translation>Inzwischen wird eine andere Version gewollt.</translation>
    </message>
</context>
<context>
    <name>astern::policy::Parser</name>
    <message>
        <source>these keys make no record; allowed: source, series, labels, event_ms, arrived_ms and value together, or heartbeat_ms alone, or mark and at_ms</source>
        <translation>diese Schlüssel ergeben keinen Datensatz; erlaubt: source, series, labels, event_ms, arrived_ms und value zusammen, oder heartbeat_ms allein, oder mark und at_ms</translation>
    </message>
</context>
<context>
    <name>astern::ui::AlertsStrip</name>
    <message>
        <source>Alerts, what needs a person first</source>
        <translation>Alarme, zuerst was eine Person braucht</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>%1 firing</source>
        <translation>%1 aktiv</translation>
    </message>
    <message>
        <source>%1 silenced</source>
        <translation>%1 stumm</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Runbook</source>
        <translation>Runbook</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
</context>
<context>
    <name>astern::ui::AppearancePane</name>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>light by day and dark by night, where the desktop does so</source>
        <translation>bei Tag hell und bei Nacht dunkel, wo der Desktop es so hält</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>As the system (%1)</source>
        <translation>Wie das System (%1)</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>It comes with the next start.</source>
        <translation>Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Numbers and times look the same in every language: an incident is talked about over the phone.</source>
        <translation>Zahlen und Zeiten sehen in jeder Sprache gleich aus: Über einen Vorfall spricht man am Telefon.</translation>
    </message>
</context>
<context>
    <name>astern::ui::ApprovalsPage</name>
    <message>
        <source>Approvals</source>
        <translation>Freigaben</translation>
    </message>
    <message>
        <source>Show past</source>
        <translation>Vergangenes zeigen</translation>
    </message>
    <message>
        <source>Also what was approved and used, rejected, taken back, countersigned or expired</source>
        <translation>Auch was freigegeben und verbraucht, abgelehnt, zurückgenommen, gegengezeichnet oder abgelaufen ist</translation>
    </message>
    <message>
        <source>1 overdue</source>
        <translation>1 überfällig</translation>
    </message>
    <message>
        <source>%1 overdue</source>
        <translation>%1 überfällig</translation>
    </message>
    <message>
        <source>1 waits for you</source>
        <translation>1 wartet auf Sie</translation>
    </message>
    <message>
        <source>%1 wait for you</source>
        <translation>%1 warten auf Sie</translation>
    </message>
    <message>
        <source>1 waits for others</source>
        <translation>1 wartet auf andere</translation>
    </message>
    <message>
        <source>%1 wait for others</source>
        <translation>%1 warten auf andere</translation>
    </message>
    <message>
        <source>1 is past</source>
        <translation>1 ist vergangen</translation>
    </message>
    <message>
        <source>%1 are past</source>
        <translation>%1 sind vergangen</translation>
    </message>
    <message>
        <source>The log has not been read, so nobody knows what waits. Gates stay shut; pausing and rolling back stay possible.</source>
        <translation>Das Protokoll ist nicht gelesen, daher weiß niemand, was wartet. Tore bleiben zu; Anhalten und Zurückkehren bleiben möglich.</translation>
    </message>
    <message>
        <source>The log is being read</source>
        <translation>Das Protokoll wird gelesen</translation>
    </message>
    <message>
        <source>What waits for people is known in a moment.</source>
        <translation>Was auf Personen wartet, ist gleich bekannt.</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>What waits for people is in the log, and the log cannot be read.</source>
        <translation>Was auf Personen wartet, steht im Protokoll, und das Protokoll kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Nothing waits for anybody</source>
        <translation>Nichts wartet auf jemanden</translation>
    </message>
    <message>
        <source>Requests for approval, pauses of the backends and reviews of what went past a gate come here by themselves.</source>
        <translation>Anfragen um Freigabe, Pausen der Backends und Nachprüfungen dessen, was an einem Tor vorbeiging, kommen von selbst hierher.</translation>
    </message>
</context>
<context>
    <name>astern::ui::BackendsPane</name>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>The workspace has no backend.</source>
        <translation>Der Arbeitsbereich hat keine Systeme.</translation>
    </message>
    <message>
        <source>What the test found</source>
        <translation>Was der Test gefunden hat</translation>
    </message>
    <message>
        <source>The test asks who answers there, how fast, and what the credentials may do. It changes nothing.</source>
        <translation>Der Test fragt, wer dort antwortet, wie schnell, und was die Anmeldedaten dürfen. Er ändert nichts.</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Verbindung testen</translation>
    </message>
    <message>
        <source>Connection to %1</source>
        <translation>Verbindung zu %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose a connection first.</source>
        <translation>Wählen Sie zuerst eine Verbindung.</translation>
    </message>
</context>
<context>
    <name>astern::ui::BacktestPane</name>
    <message>
        <source>Recorded rollout</source>
        <translation>Aufgezeichneter Rollout</translation>
    </message>
    <message>
        <source>What would have happened</source>
        <translation>Was geschehen wäre</translation>
    </message>
    <message>
        <source>No rollout of %1 is recorded here. A guard records what it judges.</source>
        <translation>Hier ist kein Rollout von %1 aufgezeichnet. Ein Wächter zeichnet auf, was er beurteilt.</translation>
    </message>
    <message>
        <source>this service</source>
        <translation>diesem Dienst</translation>
    </message>
    <message>
        <source>The text has errors. It is judged once it has none.</source>
        <translation>Der Text hat Fehler. Er wird beurteilt, sobald er keine mehr hat.</translation>
    </message>
    <message>
        <source>has errors</source>
        <translation>hat Fehler</translation>
    </message>
    <message>
        <source>decides nothing</source>
        <translation>entscheidet nichts</translation>
    </message>
    <message>
        <source>As edited it %1</source>
        <translation>Bearbeitet: %1</translation>
    </message>
    <message>
        <source>; as saved it %1.</source>
        <translation>; gespeichert: %1.</translation>
    </message>
    <message>
        <source>Not recorded: %1; what needs it has no answer.</source>
        <translation>Nicht aufgezeichnet: %1; was das braucht, hat keine Antwort.</translation>
    </message>
</context>
<context>
    <name>astern::ui::BoardDelegate</name>
    <message>
        <source>1 place</source>
        <translation>1 Ort</translation>
    </message>
    <message>
        <source>%1 places</source>
        <translation>%1 Orte</translation>
    </message>
    <message>
        <source>%1 failing</source>
        <translation>%1 fehlerhaft</translation>
    </message>
    <message>
        <source>1 needs a person</source>
        <translation>1 braucht eine Person</translation>
    </message>
    <message>
        <source>%1 need a person</source>
        <translation>%1 brauchen eine Person</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
</context>
<context>
    <name>astern::ui::BoardPage</name>
    <message>
        <source>place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>places</source>
        <translation>Orte</translation>
    </message>
    <message>
        <source>over limit</source>
        <translation>über Grenzwert</translation>
    </message>
    <message>
        <source>failing</source>
        <translation>fehlerhaft</translation>
    </message>
    <message>
        <source>rolling back</source>
        <translation>rollt zurück</translation>
    </message>
    <message>
        <source>waits for you</source>
        <translation>wartet auf Sie</translation>
    </message>
    <message>
        <source>wait for you</source>
        <translation>warten auf Sie</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>calm</source>
        <translation>ruhig</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Rows keep their places while you are in the table. Show the new order now.</source>
        <translation>Zeilen bleiben an ihrem Platz, solange Sie in der Tabelle sind. Jetzt neu ordnen.</translation>
    </message>
    <message>
        <source>Filter the board</source>
        <translation>Übersicht filtern</translation>
    </message>
    <message>
        <source>Words that must match; with service:, state:, env:, cell: or owner: only there. A minus before a word leaves out what matches.</source>
        <translation>Wörter, die vorkommen müssen; mit service:, state:, env:, cell: oder owner: nur dort. Ein Minus vor einem Wort lässt aus, was passt.</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Groups, columns and kept filters</source>
        <translation>Gruppen, Spalten und gemerkte Filter</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>Gruppieren nach</translation>
    </message>
    <message>
        <source>&amp;Nothing</source>
        <translation>&amp;Nichts</translation>
    </message>
    <message>
        <source>&amp;Service</source>
        <translation>&amp;Dienst</translation>
    </message>
    <message>
        <source>&amp;Environment</source>
        <translation>&amp;Umgebung</translation>
    </message>
    <message>
        <source>&amp;Owner</source>
        <translation>&amp;Zuständigen</translation>
    </message>
    <message>
        <source>&amp;Wave</source>
        <translation>&amp;Welle</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Kept filters</source>
        <translation>Gemerkte Filter</translation>
    </message>
    <message>
        <source>&amp;Forget “%1”</source>
        <translation>„%1“ &amp;vergessen</translation>
    </message>
    <message>
        <source>&amp;Keep the filter</source>
        <translation>Filter &amp;merken</translation>
    </message>
    <message>
        <source>&amp;Keep “%1”</source>
        <translation>„%1“ &amp;merken</translation>
    </message>
    <message>
        <source>%1 changed order</source>
        <translation>%1 haben den Platz gewechselt</translation>
    </message>
    <message>
        <source>Nothing matches “%1”</source>
        <translation>Nichts passt auf „%1“</translation>
    </message>
    <message>
        <source>%1 places are watched; the filter shows none of them.</source>
        <translation>%1 Orte werden beobachtet; der Filter zeigt keinen davon.</translation>
    </message>
    <message>
        <source>No service here yet</source>
        <translation>Hier ist noch kein Dienst</translation>
    </message>
    <message>
        <source>This workspace names no service in what the window looks at. Astern changes nothing until you press a button, and every press is recorded first.</source>
        <translation>Dieser Arbeitsbereich nennt keinen Dienst in dem, was das Fenster betrachtet. Astern ändert nichts, bis Sie einen Knopf drücken, und jeder Druck wird zuerst protokolliert.</translation>
    </message>
    <message>
        <source>suspect</source>
        <translation>verdächtig</translation>
    </message>
    <message>
        <source>not its fault</source>
        <translation>nicht schuld</translation>
    </message>
</context>
<context>
    <name>astern::ui::BoardView</name>
    <message>
        <source>Rollouts and services, the one that needs a person most first</source>
        <translation>Rollouts und Dienste, zuerst der, der am dringendsten eine Person braucht</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Open in a window of its own</source>
        <translation>In eigenem Fenster öffnen</translation>
    </message>
    <message>
        <source>Roll back…</source>
        <translation>Zurückrollen…</translation>
    </message>
    <message>
        <source>Roll back to %1…</source>
        <translation>Zurückrollen auf %1…</translation>
    </message>
    <message>
        <source>Shows the plan first; nothing is sent yet.</source>
        <translation>Zeigt zuerst den Plan; noch wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>Namen kopieren</translation>
    </message>
</context>
<context>
    <name>astern::ui::CampaignPane</name>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
    <message>
        <source>each outcome is read back, not assumed</source>
        <translation>jedes Ergebnis wird nachgesehen, nicht angenommen</translation>
    </message>
    <message>
        <source>Stop before the next wave</source>
        <translation>Vor der nächsten Welle stoppen</translation>
    </message>
    <message>
        <source>What is under way goes on to its end. Waves that have not begun are not begun.</source>
        <translation>Was unterwegs ist, geht bis zum Ende. Wellen, die nicht begonnen haben, beginnen nicht.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>%1 was left out: %2</source>
        <translation>%1 wurde ausgelassen: %2</translation>
    </message>
    <message>
        <source>A place that is refused or fails stops it before the next wave.</source>
        <translation>Ein Ort, der ablehnt oder fehlschlägt, stoppt vor der nächsten Welle.</translation>
    </message>
    <message>
        <source>A place that is refused or fails does not hold up the next wave.</source>
        <translation>Ein Ort, der ablehnt oder fehlschlägt, hält die nächste Welle nicht auf.</translation>
    </message>
</context>
<context>
    <name>astern::ui::ChartStrip</name>
    <message>
        <source>No signals are named for this service in the workspace, so nothing can be said about its health.</source>
        <translation>Für diesen Dienst nennt der Arbeitsbereich keine Signale; über seine Gesundheit lässt sich nichts sagen.</translation>
    </message>
</context>
<context>
    <name>astern::ui::ChoiceList</name>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>%1 of %2: %3, %4, %5</source>
        <translation>%1 von %2: %3, %4, %5</translation>
    </message>
</context>
<context>
    <name>astern::ui::CurveLegend</name>
    <message>
        <source>Lines of the chart</source>
        <translation>Linien des Diagramms</translation>
    </message>
</context>
<context>
    <name>astern::ui::DecidePane</name>
    <message>
        <source>Hold automation…</source>
        <translation>Automatik anhalten…</translation>
    </message>
    <message>
        <source>Let it act again…</source>
        <translation>Wieder handeln lassen…</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>Wie lange</translation>
    </message>
    <message>
        <source>why</source>
        <translation>warum</translation>
    </message>
    <message>
        <source>Why automation is held</source>
        <translation>Warum die Automatik angehalten wird</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Keep it held…</source>
        <translation>Angehalten lassen…</translation>
    </message>
    <message>
        <source>Freeze…</source>
        <translation>Einfrieren…</translation>
    </message>
    <message>
        <source>Continue…</source>
        <translation>Fortfahren…</translation>
    </message>
    <message>
        <source>Roll back…</source>
        <translation>Zurückrollen…</translation>
    </message>
    <message>
        <source>The question is no longer open.</source>
        <translation>Die Frage ist nicht mehr offen.</translation>
    </message>
    <message>
        <source>it stays held</source>
        <translation>bleibt es angehalten</translation>
    </message>
    <message>
        <source>it rolls back</source>
        <translation>rollt sie zurück</translation>
    </message>
    <message>
        <source>it is frozen</source>
        <translation>wird eingefroren</translation>
    </message>
    <message>
        <source>Without an answer %1 in %2.</source>
        <translation>Ohne Antwort %1 in %2.</translation>
    </message>
    <message>
        <source>The time for an answer is over.</source>
        <translation>Die Zeit für eine Antwort ist vorbei.</translation>
    </message>
    <message>
        <source>%1 is asked what to do.</source>
        <translation>%1 wird gefragt, was zu tun ist.</translation>
    </message>
    <message>
        <source>Shows what it will do first. Nothing is sent by this.</source>
        <translation>Zeigt zuerst, was es tun wird. Damit wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Automation is held until %1</source>
        <translation>Die Automatik ist angehalten bis %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>The policies act by themselves.</source>
        <translation>Die Richtlinien handeln von selbst.</translation>
    </message>
    <message>
        <source>Everything is judged on, and nothing is done by itself.</source>
        <translation>Alles wird weiter beurteilt, und nichts geschieht von selbst.</translation>
    </message>
    <message>
        <source>What is due by then is done at once.</source>
        <translation>Was bis dahin fällig ist, geschieht sofort.</translation>
    </message>
    <message>
        <source>It is held for all places, not for this one alone.</source>
        <translation>Sie ist für alle Orte angehalten, nicht nur für diesen.</translation>
    </message>
    <message>
        <source>hold automation</source>
        <translation>Automatik anhalten</translation>
    </message>
    <message>
        <source>let it act again</source>
        <translation>wieder handeln lassen</translation>
    </message>
    <message>
        <source>roll back %1</source>
        <translation>%1 zurückrollen</translation>
    </message>
    <message>
        <source>freeze %1</source>
        <translation>%1 einfrieren</translation>
    </message>
    <message>
        <source>continue %1</source>
        <translation>%1 fortsetzen</translation>
    </message>
    <message>
        <source>keep %1 held</source>
        <translation>%1 angehalten lassen</translation>
    </message>
    <message>
        <source>Answered. Whoever acts carries it out.</source>
        <translation>Beantwortet. Wer handelt, führt es aus.</translation>
    </message>
    <message>
        <source>Nothing is done by itself here, whatever the policies find.</source>
        <translation>Hier geschieht nichts von selbst, was immer die Richtlinien finden.</translation>
    </message>
    <message>
        <source>The policies act by themselves again. What is due by then is done at once.</source>
        <translation>Die Richtlinien handeln wieder von selbst. Was bis dahin fällig ist, geschieht sofort.</translation>
    </message>
    <message>
        <source>All traffic goes back to %1, as the ladder of the policy says.</source>
        <translation>Aller Verkehr geht zurück auf %1, wie es die Leiter der Richtlinie sagt.</translation>
    </message>
    <message>
        <source>It goes back, as the ladder of the policy says.</source>
        <translation>Es geht zurück, wie es die Leiter der Richtlinie sagt.</translation>
    </message>
    <message>
        <source>It stays as it is, and nothing is promoted until a person lifts that.</source>
        <translation>Es bleibt, wie es ist, und nichts wird befördert, bis ein Mensch das aufhebt.</translation>
    </message>
    <message>
        <source>The hold ends, and the rollout goes on.</source>
        <translation>Der Halt endet, und das Rollout geht weiter.</translation>
    </message>
    <message>
        <source>It stays as it is; the policy asks no more about this.</source>
        <translation>Es bleibt, wie es ist; die Richtlinie fragt danach nicht mehr.</translation>
    </message>
    <message>
        <source>Say why first: the log keeps it.</source>
        <translation>Zuerst den Grund nennen: das Protokoll bewahrt ihn auf.</translation>
    </message>
</context>
<context>
    <name>astern::ui::DueLine</name>
    <message>
        <source>What was done is in no log.</source>
        <translation>Was getan wurde, steht in keinem Protokoll.</translation>
    </message>
    <message>
        <source>It is in the memory of this program alone, and is recorded as soon as the log can be written again. Keep the lines before you close it.</source>
        <translation>Es ist allein im Speicher dieses Programms und wird verzeichnet, sobald das Protokoll wieder geschrieben werden kann. Bewahren Sie die Zeilen auf, bevor Sie es schließen.</translation>
    </message>
    <message>
        <source>Copy the lines</source>
        <translation>Zeilen kopieren</translation>
    </message>
    <message>
        <source>1 review is overdue:</source>
        <translation>1 Nachprüfung ist überfällig:</translation>
    </message>
    <message>
        <source>%1 reviews are overdue, the oldest:</source>
        <translation>%1 Nachprüfungen sind überfällig, die älteste:</translation>
    </message>
    <message>
        <source>%1 in %2 went past the gate %3, and a second person had to look at it %4 ago.</source>
        <translation>%1 in %2 ging am Tor %3 vorbei, und eine zweite Person musste es vor %4 ansehen.</translation>
    </message>
    <message>
        <source>Open the review</source>
        <translation>Nachprüfung öffnen</translation>
    </message>
</context>
<context>
    <name>astern::ui::EmergencySheet</name>
    <message>
        <source>Emergency</source>
        <translation>Notfall</translation>
    </message>
    <message>
        <source>One place</source>
        <translation>Ein Ort</translation>
    </message>
    <message>
        <source>Hide  Esc</source>
        <translation>Verbergen  Esc</translation>
    </message>
    <message>
        <source>Close  Esc</source>
        <translation>Schließen  Esc</translation>
    </message>
    <message>
        <source>The plans go on.</source>
        <translation>Die Pläne laufen weiter.</translation>
    </message>
    <message>
        <source>choose a service</source>
        <translation>Dienst wählen</translation>
    </message>
    <message>
        <source>Service and place: %1</source>
        <translation>Dienst und Ort: %1</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>The plan goes on.</source>
        <translation>Der Plan läuft weiter.</translation>
    </message>
</context>
<context>
    <name>astern::ui::EntryList</name>
    <message>
        <source>Entries of the log</source>
        <translation>Einträge des Protokolls</translation>
    </message>
</context>
<context>
    <name>astern::ui::EntryPane</name>
    <message>
        <source>What the entry says</source>
        <translation>Was der Eintrag sagt</translation>
    </message>
    <message>
        <source>Where it is kept</source>
        <translation>Wo er aufbewahrt ist</translation>
    </message>
    <message>
        <source>Signed content of the entry</source>
        <translation>Signierter Inhalt des Eintrags</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Kopiert: %1</translation>
    </message>
    <message>
        <source>Choose an entry to see who decided what, why, what came of it, and what proves it.</source>
        <translation>Wählen Sie einen Eintrag: wer was entschied, warum, was daraus wurde und was es beweist.</translation>
    </message>
    <message>
        <source>Copy id</source>
        <translation>Kennung kopieren</translation>
    </message>
    <message>
        <source>Copy hash</source>
        <translation>Hash kopieren</translation>
    </message>
    <message>
        <source>As signed</source>
        <translation>Wie signiert</translation>
    </message>
    <message>
        <source>Copied the id of %1</source>
        <translation>Kennung von %1 kopiert</translation>
    </message>
    <message>
        <source>Copied the leaf hash of %1</source>
        <translation>Blatt-Hash von %1 kopiert</translation>
    </message>
    <message>
        <source>entry  %1
leaf   %2

</source>
        <translation>Eintrag  %1
Blatt    %2

</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Erase…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Erase, or hold, what the person behind this entry said</source>
        <translation>Löschen oder festhalten, was die Person hinter diesem Eintrag gesagt hat</translation>
    </message>
</context>
<context>
    <name>astern::ui::ErasePane</name>
    <message>
        <source>This session has no log.</source>
        <translation>Diese Sitzung hat kein Protokoll.</translation>
    </message>
    <message>
        <source>This workspace is read-only.</source>
        <translation>Dieser Arbeitsbereich ist nur zum Lesen.</translation>
    </message>
    <message>
        <source>Nobody is signed in who could decide it.</source>
        <translation>Niemand ist angemeldet, der es entscheiden könnte.</translation>
    </message>
    <message>
        <source>Nothing can be recorded now, and an erasure is recorded first.</source>
        <translation>Jetzt lässt sich nichts aufzeichnen, und eine Löschung wird zuerst aufgezeichnet.</translation>
    </message>
    <message>
        <source>Erase what a person said</source>
        <translation>Löschen, was eine Person gesagt hat</translation>
    </message>
    <message>
        <source>Whose, by pseudonym</source>
        <translation>Wessen, nach Pseudonym</translation>
    </message>
    <message>
        <source>Why it may be erased</source>
        <translation>Warum gelöscht werden darf</translation>
    </message>
    <message>
        <source>Legal basis</source>
        <translation>Rechtsgrundlage</translation>
    </message>
    <message>
        <source>Requested by whom, and when</source>
        <translation>Von wem verlangt, und wann</translation>
    </message>
    <message>
        <source>the person, letter of 2026-11-20</source>
        <translation>die Person, Brief vom 20.11.2026</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>at least 10 characters</source>
        <translation>mindestens 10 Zeichen</translation>
    </message>
    <message>
        <source>Decided by %1. All of this is recorded before anything is erased.</source>
        <translation>Entschieden von %1. All das wird aufgezeichnet, bevor etwas gelöscht wird.</translation>
    </message>
    <message>
        <source>What goes, what stays</source>
        <translation>Was geht, was bleibt</translation>
    </message>
    <message>
        <source>Goes, in every entry until now and in every copy and backup: the person&apos;s name, and the reasons that they gave. The key to them is destroyed; nobody can bring it back.</source>
        <translation>Es geht, in jedem Eintrag bis jetzt und in jeder Kopie und Sicherung: der Name der Person und die Gründe, die sie nannte. Der Schlüssel dazu wird vernichtet; niemand kann ihn zurückholen.</translation>
    </message>
    <message>
        <source>Stays: every entry in its place, with its kind, time, pseudonym, outcome and proof. The log still verifies, and says that these words were erased, by whom and on which basis. Copies that left readable (exports, sinks with full openings) are not reached.</source>
        <translation>Es bleibt: jeder Eintrag an seiner Stelle, mit Art, Zeit, Pseudonym, Ausgang und Beweis. Das Protokoll lässt sich weiter prüfen und sagt, dass diese Worte gelöscht wurden, von wem und auf welcher Grundlage. Kopien, die lesbar hinausgingen (Exporte, Senken mit allen Worten), werden nicht erreicht.</translation>
    </message>
    <message>
        <source>Type the pseudonym to confirm</source>
        <translation>Zur Bestätigung das Pseudonym eintippen</translation>
    </message>
    <message>
        <source>Erase for good</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>Known here as %1</source>
        <translation>Hier bekannt als %1</translation>
    </message>
    <message>
        <source>Entry %1 holds what everybody said: nothing may be erased until it is lifted.</source>
        <translation>Eintrag %1 hält fest, was alle gesagt haben: Bis er aufgehoben ist, darf nichts gelöscht werden.</translation>
    </message>
    <message>
        <source>Entry %1 holds what this person said: nothing may be erased until it is lifted.</source>
        <translation>Eintrag %1 hält fest, was diese Person gesagt hat: Bis er aufgehoben ist, darf nichts gelöscht werden.</translation>
    </message>
    <message>
        <source>Say whose words are meant.</source>
        <translation>Sagen, wessen Worte gemeint sind.</translation>
    </message>
    <message>
        <source>Name the law that it rests on.</source>
        <translation>Das Recht nennen, auf dem es beruht.</translation>
    </message>
    <message>
        <source>Give the reason in at least 10 characters.</source>
        <translation>Den Grund in mindestens 10 Zeichen nennen.</translation>
    </message>
    <message>
        <source>A hold stands against it.</source>
        <translation>Dem steht eine Sperre entgegen.</translation>
    </message>
    <message>
        <source>Say who asked for it, and when.</source>
        <translation>Sagen, wer es verlangt hat, und wann.</translation>
    </message>
    <message>
        <source>Type %1 into the last field to confirm.</source>
        <translation>Zur Bestätigung %1 in das letzte Feld tippen.</translation>
    </message>
    <message>
        <source>Lift the hold</source>
        <translation>Sperre aufheben</translation>
    </message>
    <message>
        <source>Hold instead</source>
        <translation>Stattdessen sperren</translation>
    </message>
    <message>
        <source>Erasure is possible again; recorded with basis and reason</source>
        <translation>Löschen ist wieder möglich; aufgezeichnet mit Grundlage und Grund</translation>
    </message>
    <message>
        <source>Nothing that this person said may be erased until the hold is lifted, e.g. while a claim is open: GDPR Art. 17(3)(e)</source>
        <translation>Nichts, was diese Person gesagt hat, darf gelöscht werden, bis die Sperre aufgehoben ist, etwa solange ein Anspruch offen ist: DSGVO Art. 17 Abs. 3 lit. e</translation>
    </message>
    <message>
        <source>Recording the erasure, then destroying the key…</source>
        <translation>Die Löschung wird aufgezeichnet, dann der Schlüssel vernichtet …</translation>
    </message>
    <message>
        <source>What %1 said until now is erased.</source>
        <translation>Was %1 bis jetzt gesagt hat, ist gelöscht.</translation>
    </message>
    <message>
        <source>The hold is lifted.</source>
        <translation>Die Sperre ist aufgehoben.</translation>
    </message>
    <message>
        <source>The words are held.</source>
        <translation>Die Worte sind gesperrt.</translation>
    </message>
    <message>
        <source>Show entry %1</source>
        <translation>Eintrag %1 zeigen</translation>
    </message>
    <message>
        <source>%1 Recorded as entry %2.</source>
        <translation>%1 Aufgezeichnet als Eintrag %2.</translation>
    </message>
</context>
<context>
    <name>astern::ui::EscalationStrip</name>
    <message>
        <source>Who was told</source>
        <translation>Wer benachrichtigt wurde</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Nobody further is told. It is recorded that you have it.</source>
        <translation>Niemand weiter wird benachrichtigt. Es wird festgehalten, dass Sie es haben.</translation>
    </message>
    <message>
        <source>Take over: %1</source>
        <translation>Übernehmen: %1</translation>
    </message>
</context>
<context>
    <name>astern::ui::ExportPane</name>
    <message>
        <source>Export evidence</source>
        <translation>Beweise exportieren</translation>
    </message>
    <message>
        <source>What is exported</source>
        <translation>Was exportiert wird</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>From, e.g. %1</source>
        <translation>Von, z. B. %1</translation>
    </message>
    <message>
        <source>To, included</source>
        <translation>Bis, einschließlich</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>What leaves readable</source>
        <translation>Was lesbar hinausgeht</translation>
    </message>
    <message>
        <source>Reasons that people gave</source>
        <translation>Gründe, die Personen nannten</translation>
    </message>
    <message>
        <source>Who has the file can read them, and they cannot be erased there</source>
        <translation>Wer die Datei hat, kann sie lesen, und dort lassen sie sich nicht löschen</translation>
    </message>
    <message>
        <source>Names of people</source>
        <translation>Namen von Personen</translation>
    </message>
    <message>
        <source>Without them entries name people by pseudonyms that only this log can resolve</source>
        <translation>Ohne sie nennen Einträge Personen mit Pseudonymen, die nur dieses Protokoll auflösen kann</translation>
    </message>
    <message>
        <source>Samples behind verdicts</source>
        <translation>Messwerte hinter Urteilen</translation>
    </message>
    <message>
        <source>Every verdict can be computed again from them; they name pods and services</source>
        <translation>Aus ihnen lässt sich jedes Urteil neu berechnen; sie nennen Pods und Dienste</translation>
    </message>
    <message>
        <source>Everything else that people said stays sealed, and the bundle lists it as withheld. Policies that verdicts rest on are always with it. The export is recorded before the file is there.</source>
        <translation>Alles andere, was Personen gesagt haben, bleibt versiegelt, und das Bündel führt es als zurückgehalten auf. Richtlinien, auf denen Urteile beruhen, sind immer dabei. Der Export wird aufgezeichnet, bevor die Datei da ist.</translation>
    </message>
    <message>
        <source>Where to</source>
        <translation>Wohin</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The operation</source>
        <translation>Der Vorgang</translation>
    </message>
    <message>
        <source>This entry</source>
        <translation>Dieser Eintrag</translation>
    </message>
    <message>
        <source>What the search shows</source>
        <translation>Was die Suche zeigt</translation>
    </message>
    <message>
        <source>1 entry</source>
        <translation>1 Eintrag</translation>
    </message>
    <message>
        <source>%1 entries</source>
        <translation>%1 Einträge</translation>
    </message>
    <message>
        <source>Nothing was found</source>
        <translation>Nichts wurde gefunden</translation>
    </message>
    <message>
        <source>Scroll to its end first, or narrow the search</source>
        <translation>Erst bis zum Ende blättern oder enger suchen</translation>
    </message>
    <message>
        <source>A span of time</source>
        <translation>Eine Zeitspanne</translation>
    </message>
    <message>
        <source>The whole log</source>
        <translation>Das ganze Protokoll</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no time like 2026-11-23 14:00</source>
        <translation>„%1“ ist keine Zeit wie 2026-11-23 14:00</translation>
    </message>
    <message>
        <source>The span ends before it begins</source>
        <translation>Die Spanne endet, bevor sie beginnt</translation>
    </message>
    <message>
        <source>Name the file that it goes to</source>
        <translation>Die Datei nennen, in die es geht</translation>
    </message>
    <message>
        <source>Nothing can be exported here: this session has no log of its own.</source>
        <translation>Hier lässt sich nichts exportieren: Diese Sitzung hat kein eigenes Protokoll.</translation>
    </message>
    <message>
        <source>Replace the file?</source>
        <translation>Datei ersetzen?</translation>
    </message>
    <message>
        <source>%1 is there already. Press again to replace it.</source>
        <translation>%1 gibt es schon. Noch einmal drücken ersetzt sie.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Evidence (*%1)</source>
        <translation>Beweise (*%1)</translation>
    </message>
    <message>
        <source>Gathering the entries…</source>
        <translation>Einträge werden gesammelt …</translation>
    </message>
    <message>
        <source>Recording the export, then writing the file…</source>
        <translation>Der Export wird aufgezeichnet, dann die Datei geschrieben …</translation>
    </message>
    <message>
        <source>Gathering the entries: %1</source>
        <translation>Einträge werden gesammelt: %1</translation>
    </message>
    <message>
        <source>Show entry %1</source>
        <translation>Eintrag %1 zeigen</translation>
    </message>
    <message>
        <source>Saved as %1: %2, %3. The export is entry %4.</source>
        <translation>Gespeichert als %1: %2, %3. Der Export ist Eintrag %4.</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 Datei</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 Dateien</translation>
    </message>
    <message>
        <source>1 byte</source>
        <translation>1 Byte</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Byte</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen …</translation>
    </message>
    <message>
        <source>Contents of configurations</source>
        <translation>Inhalte von Konfigurationen</translation>
    </message>
    <message>
        <source>What was in the configuration that an operation replaced, and in the one that it brought back; as secret as the configurations are</source>
        <translation>Was in der Konfiguration stand, die ein Vorgang ersetzt hat, und in der, die er zurückgeholt hat; so geheim wie die Konfigurationen selbst</translation>
    </message>
</context>
<context>
    <name>astern::ui::FactSheet</name>
    <message>
        <source>link: %1</source>
        <translation>Verweis: %1</translation>
    </message>
</context>
<context>
    <name>astern::ui::FlagsPanel</name>
    <message>
        <source>Flags</source>
        <translation>Flags</translation>
    </message>
    <message>
        <source>This service declares no flags. Name them under &quot;flags&quot; of the service in astern.yaml: what is behind a flag can be taken back in a second.</source>
        <translation>Dieser Dienst nennt keine Flags. Nennen Sie sie unter „flags“ des Dienstes in astern.yaml: Was hinter einem Flag liegt, lässt sich in einer Sekunde zurücknehmen.</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>This service declares no configuration. Name its ConfigMaps under &quot;config&quot; of the service in astern.yaml: every version that is seen is kept.</source>
        <translation>Dieser Dienst nennt keine Konfiguration. Nennen Sie seine ConfigMaps unter „config“ des Dienstes in astern.yaml: Jede Version, die gesehen wird, wird aufbewahrt.</translation>
    </message>
    <message>
        <source>Switch off…</source>
        <translation>Ausschalten…</translation>
    </message>
    <message>
        <source>Switch on…</source>
        <translation>Einschalten…</translation>
    </message>
    <message>
        <source>Share…</source>
        <translation>Anteil…</translation>
    </message>
    <message>
        <source>Percent of users, a whole number from 0 to 100</source>
        <translation>Prozent der Nutzer, eine ganze Zahl von 0 bis 100</translation>
    </message>
    <message>
        <source>% of users, a whole number from 0 to 100</source>
        <translation>% der Nutzer, eine ganze Zahl von 0 bis 100</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Show the plan</source>
        <translation>Plan zeigen</translation>
    </message>
    <message>
        <source>Restore this version…</source>
        <translation>Diese Version wiederherstellen…</translation>
    </message>
    <message>
        <source>Shows the plan first. Nothing is sent by this.</source>
        <translation>Zeigt zuerst den Plan. Hiermit wird nichts gesendet.</translation>
    </message>
    <message>
        <source>This is %1. Open %2 there to change it.</source>
        <translation>Das ist %1. Öffnen Sie %2 dort, um es zu ändern.</translation>
    </message>
    <message>
        <source>1 flag</source>
        <translation>1 Flag</translation>
    </message>
    <message>
        <source>%1 flags</source>
        <translation>%1 Flags</translation>
    </message>
    <message>
        <source>1 set</source>
        <translation>1 Satz</translation>
    </message>
    <message>
        <source>%1 sets</source>
        <translation>%1 Sätze</translation>
    </message>
    <message>
        <source>Its content was never seen here, so that it cannot be restored.</source>
        <translation>Ihr Inhalt wurde hier nie gesehen, sodass sie nicht wiederhergestellt werden kann.</translation>
    </message>
    <message>
        <source>%1, version %2</source>
        <translation>%1, Version %2</translation>
    </message>
</context>
<context>
    <name>astern::ui::GateFoot</name>
    <message>
        <source>why</source>
        <translation>warum</translation>
    </message>
    <message>
        <source>Why; kept in the log</source>
        <translation>Warum; das Protokoll bewahrt es</translation>
    </message>
    <message>
        <source>your PIN</source>
        <translation>Ihre PIN</translation>
    </message>
    <message>
        <source>Your PIN: this goes forward in production</source>
        <translation>Ihre PIN: Das geht in der Produktion vorwärts</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Countersign</source>
        <translation>Gegenzeichnen</translation>
    </message>
    <message>
        <source>Ask for approval</source>
        <translation>Um Freigabe bitten</translation>
    </message>
    <message>
        <source>It is being recorded.</source>
        <translation>Es wird verzeichnet.</translation>
    </message>
    <message>
        <source>Say why first, in at least 10 characters: the log keeps it.</source>
        <translation>Sagen Sie zuerst, warum, in mindestens 10 Zeichen: Das Protokoll bewahrt es.</translation>
    </message>
    <message>
        <source>This goes forward in production: type your PIN first.</source>
        <translation>Das geht in der Produktion vorwärts: Geben Sie zuerst Ihre PIN ein.</translation>
    </message>
    <message>
        <source>Approve %1 for %2</source>
        <translation>%1 für %2 freigeben</translation>
    </message>
    <message>
        <source>Approve for %1</source>
        <translation>Für %1 freigeben</translation>
    </message>
    <message>
        <source>It is not as it was any more</source>
        <translation>Es ist nicht mehr, wie es war</translation>
    </message>
    <message>
        <source>Look at it again.</source>
        <translation>Sehen Sie es erneut an.</translation>
    </message>
    <message>
        <source>Signed. %1</source>
        <translation>Unterzeichnet. %1</translation>
    </message>
    <message>
        <source>Rejected, and recorded.</source>
        <translation>Abgelehnt und verzeichnet.</translation>
    </message>
    <message>
        <source>Taken back, and recorded.</source>
        <translation>Zurückgenommen und verzeichnet.</translation>
    </message>
    <message>
        <source>Countersigned.</source>
        <translation>Gegengezeichnet.</translation>
    </message>
    <message>
        <source>Asked: %1.</source>
        <translation>Erbeten: %1.</translation>
    </message>
    <message>
        <source>Hand on to…</source>
        <translation>Weitergeben an…</translation>
    </message>
    <message>
        <source>Nobody else is known who could sign: `asternctl approve --to` takes a pseudonym</source>
        <translation>Sonst ist niemand bekannt, der zeichnen könnte: `asternctl approve --to` nimmt ein Pseudonym</translation>
    </message>
    <message>
        <source>Handed on to %1. %2</source>
        <translation>Weitergegeben an %1. %2</translation>
    </message>
</context>
<context>
    <name>astern::ui::GatePane</name>
    <message>
        <source>Open rollout</source>
        <translation>Rollout öffnen</translation>
    </message>
    <message>
        <source>The rollout&apos;s own screen, with its signals</source>
        <translation>Die Seite des Rollouts selbst, mit seinen Signalen</translation>
    </message>
    <message>
        <source>What would be done</source>
        <translation>Was getan würde</translation>
    </message>
    <message>
        <source>Who, and which conditions hold</source>
        <translation>Wer, und welche Bedingungen gelten</translation>
    </message>
    <message>
        <source>%1 %2: %3</source>
        <translation>%1 %2: %3</translation>
    </message>
</context>
<context>
    <name>astern::ui::GateStrip</name>
    <message>
        <source>What the next step waits for</source>
        <translation>Worauf der nächste Schritt wartet</translation>
    </message>
    <message>
        <source>Go past the gate…</source>
        <translation>Am Tor vorbei…</translation>
    </message>
    <message>
        <source>Ask for approval…</source>
        <translation>Um Freigabe bitten…</translation>
    </message>
    <message>
        <source>why</source>
        <translation>warum</translation>
    </message>
    <message>
        <source>Why; kept in the log</source>
        <translation>Warum; das Protokoll bewahrt es</translation>
    </message>
    <message>
        <source>your PIN</source>
        <translation>Ihre PIN</translation>
    </message>
    <message>
        <source>Your PIN: this goes forward in production</source>
        <translation>Ihre PIN: Das geht in der Produktion vorwärts</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Gate %1 is shut.</source>
        <translation>Das Tor %1 ist zu.</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>This session can only look.</source>
        <translation>Diese Sitzung kann nur ansehen.</translation>
    </message>
    <message>
        <source>Ask again…</source>
        <translation>Erneut bitten…</translation>
    </message>
    <message>
        <source>Opens a request that others sign. Nothing is sent by this.</source>
        <translation>Öffnet eine Anfrage, die andere unterzeichnen. Dadurch wird nichts gesendet.</translation>
    </message>
    <message>
        <source>There is nothing to do here now.</source>
        <translation>Hier ist jetzt nichts zu tun.</translation>
    </message>
    <message>
        <source>Loud: recorded as an override, and a second person has to look at it.</source>
        <translation>Laut: als Übersteuerung verzeichnet, und eine zweite Person muss es ansehen.</translation>
    </message>
    <message>
        <source>It is being recorded.</source>
        <translation>Es wird verzeichnet.</translation>
    </message>
    <message>
        <source>Say why first, in at least 10 characters: the log keeps it.</source>
        <translation>Sagen Sie zuerst, warum, in mindestens 10 Zeichen: Das Protokoll bewahrt es.</translation>
    </message>
    <message>
        <source>This goes forward in production: type your PIN first.</source>
        <translation>Das geht in der Produktion vorwärts: Geben Sie zuerst Ihre PIN ein.</translation>
    </message>
    <message>
        <source>Opens a request that others sign. What they sign is exactly the plan as it is now.</source>
        <translation>Öffnet eine Anfrage, die andere unterzeichnen. Sie unterzeichnen genau den Plan, wie er jetzt ist.</translation>
    </message>
    <message>
        <source>ask for approval</source>
        <translation>um Freigabe bitten</translation>
    </message>
    <message>
        <source>Goes forward past the gate at once. It is recorded as an override in your name, and a second person has to countersign it within %1.</source>
        <translation>Geht sofort am Tor vorbei vorwärts. Es wird als Übersteuerung in Ihrem Namen verzeichnet, und eine zweite Person muss es innerhalb von %1 gegenzeichnen.</translation>
    </message>
    <message>
        <source>go past the gate</source>
        <translation>am Tor vorbeigehen</translation>
    </message>
    <message>
        <source>There is nobody to ask: the gate waits for something else.</source>
        <translation>Es gibt niemanden zu bitten: Das Tor wartet auf etwas anderes.</translation>
    </message>
    <message>
        <source>Asked: %1. Others sign it under Approvals.</source>
        <translation>Erbeten: %1. Andere unterzeichnen es unter Freigaben.</translation>
    </message>
    <message>
        <source>Another person signed in meanwhile.</source>
        <translation>Inzwischen hat sich eine andere Person angemeldet.</translation>
    </message>
    <message>
        <source>Past the gate, on its way. The review waits under Approvals.</source>
        <translation>Am Tor vorbei, unterwegs. Die Nachprüfung wartet unter Freigaben.</translation>
    </message>
    <message>
        <source>The override is recorded, and nothing was sent: %1</source>
        <translation>Die Übersteuerung ist verzeichnet, und gesendet wurde nichts: %1</translation>
    </message>
</context>
<context>
    <name>astern::ui::GuardControl</name>
    <message>
        <source>Type the name instead</source>
        <translation>Stattdessen den Namen tippen</translation>
    </message>
    <message>
        <source>The guard closed by itself. Nothing was sent.</source>
        <translation>Die Schutzklappe hat sich von selbst geschlossen. Nichts wurde gesendet.</translation>
    </message>
    <message>
        <source>Type %1 and press Enter</source>
        <translation>%1 tippen und die Eingabetaste drücken</translation>
    </message>
    <message>
        <source>Open the guard</source>
        <translation>Schutzklappe öffnen</translation>
    </message>
    <message>
        <source>Nothing is sent yet. Then hold Space for %1 s.</source>
        <translation>Noch wird nichts gesendet. Danach die Leertaste %1 s halten.</translation>
    </message>
    <message>
        <source>Hold Space for %1 s, or type the name instead.</source>
        <translation>Die Leertaste %1 s halten, oder stattdessen den Namen tippen.</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Type %1 and press Enter. Esc goes back.</source>
        <translation>%1 tippen und die Eingabetaste drücken. Esc geht zurück.</translation>
    </message>
    <message>
        <source>Guard closes by itself in %1. Esc closes it now.</source>
        <translation>Die Schutzklappe schließt sich in %1 von selbst. Esc schließt sie jetzt.</translation>
    </message>
    <message>
        <source>Space is down</source>
        <translation>Leertaste ist gedrückt</translation>
    </message>
    <message>
        <source>Mouse button is down</source>
        <translation>Maustaste ist gedrückt</translation>
    </message>
    <message>
        <source>Let go. Nothing was sent.</source>
        <translation>Losgelassen. Nichts wurde gesendet.</translation>
    </message>
</context>
<context>
    <name>astern::ui::HealthChart</name>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message>
        <source>%1 old</source>
        <translation>%1 alt</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>um %1</translation>
    </message>
    <message>
        <source>&amp;Open large</source>
        <translation>&amp;Groß öffnen</translation>
    </message>
</context>
<context>
    <name>astern::ui::HoldButton</name>
    <message>
        <source>Hold to %1</source>
        <translation>Halten, um %1</translation>
    </message>
    <message>
        <source>Keep holding</source>
        <translation>Weiter halten</translation>
    </message>
</context>
<context>
    <name>astern::ui::IdentityPane</name>
    <message>
        <source>Identity provider</source>
        <translation>Identitätsanbieter</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Verbindung prüfen</translation>
    </message>
    <message>
        <source>What the test found</source>
        <translation>Was die Prüfung fand</translation>
    </message>
    <message>
        <source>The test asks whether the provider answers and has what signing in needs. Nobody is signed in or out by it.</source>
        <translation>Die Prüfung fragt, ob der Anbieter antwortet und hat, was eine Anmeldung braucht. Niemand wird dadurch an- oder abgemeldet.</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Roles of this workspace</source>
        <translation>Rollen dieses Arbeitsbereichs</translation>
    </message>
    <message>
        <source>The workspace names no roles. In astern.yaml, people.roles says who has one.</source>
        <translation>Der Arbeitsbereich nennt keine Rollen. people.roles in astern.yaml sagt, wer eine hat.</translation>
    </message>
    <message>
        <source>Signed out, here and at the provider.</source>
        <translation>Abgemeldet, hier und beim Anbieter.</translation>
    </message>
    <message>
        <source>Signed out here. The provider could not be told: %1</source>
        <translation>Hier abgemeldet. Dem Anbieter ließ es sich nicht sagen: %1</translation>
    </message>
    <message>
        <source>PIN of this device</source>
        <translation>PIN dieses Geräts</translation>
    </message>
    <message>
        <source>PIN as it is now</source>
        <translation>Jetzige PIN</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>Neue PIN</translation>
    </message>
    <message>
        <source>Set PIN</source>
        <translation>PIN setzen</translation>
    </message>
    <message>
        <source>The PIN is set.</source>
        <translation>Die PIN ist gesetzt.</translation>
    </message>
    <message>
        <source>Who acts here</source>
        <translation>Wer hier handelt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Sign in anew…</source>
        <translation>Neu anmelden …</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Anmelden …</translation>
    </message>
    <message>
        <source>Opens the page of %1 in the browser.</source>
        <translation>Öffnet die Seite von %1 im Browser.</translation>
    </message>
    <message>
        <source>Identity provider %1</source>
        <translation>Identitätsanbieter %1</translation>
    </message>
    <message>
        <source>none: people are known as users of this machine</source>
        <translation>keiner: Personen sind als Benutzer dieses Rechners bekannt</translation>
    </message>
    <message>
        <source>It is asked for before anything goes forward in a protected environment, never before a rollback.</source>
        <translation>Sie wird erfragt, bevor in einer geschützten Umgebung etwas vorwärts geht, nie vor einem Rollback.</translation>
    </message>
    <message>
        <source>Change PIN</source>
        <translation>PIN ändern</translation>
    </message>
    <message>
        <source>At least %1 characters.</source>
        <translation>Mindestens %1 Zeichen.</translation>
    </message>
</context>
<context>
    <name>astern::ui::InboxList</name>
    <message>
        <source>%1, %2 ago</source>
        <translation>%1, vor %2</translation>
    </message>
    <message>
        <source>What waits for people</source>
        <translation>Was auf Personen wartet</translation>
    </message>
</context>
<context>
    <name>astern::ui::InterruptedLine</name>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
    <message>
        <source>Show in log</source>
        <translation>Im Protokoll zeigen</translation>
    </message>
    <message>
        <source>Noted</source>
        <translation>Gesehen</translation>
    </message>
    <message>
        <source>Takes this line away; the log keeps what happened.</source>
        <translation>Nimmt diese Zeile weg; das Protokoll behält, was geschehen ist.</translation>
    </message>
    <message>
        <source>%1 of %2 places have arrived.</source>
        <translation>%1 von %2 Orten sind angekommen.</translation>
    </message>
    <message>
        <source>Begun, and not seen to arrive: %1.</source>
        <translation>Begonnen, aber nicht angekommen gesehen: %1.</translation>
    </message>
    <message>
        <source>Not begun: %1. Nothing of it goes on by itself.</source>
        <translation>Nicht begonnen: %1. Davon geht nichts von selbst weiter.</translation>
    </message>
    <message>
        <source>Interrupted: %1. </source>
        <translation>Unterbrochen: %1. </translation>
    </message>
</context>
<context>
    <name>astern::ui::KindChips</name>
    <message>
        <source>Rollbacks</source>
        <translation>Rollbacks</translation>
    </message>
    <message>
        <source>Promotions</source>
        <translation>Promotionen</translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation>Urteile</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Entscheide</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>Flags</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Kinds of entries</source>
        <translation>Arten von Einträgen</translation>
    </message>
    <message>
        <source>Only these: the same as typing kind:%1</source>
        <translation>Nur diese: wie kind:%1 einzugeben</translation>
    </message>
</context>
<context>
    <name>astern::ui::KnobList</name>
    <message>
        <source>was %1</source>
        <translation>war %1</translation>
    </message>
    <message>
        <source>%1, was %2</source>
        <translation>%1, war %2</translation>
    </message>
</context>
<context>
    <name>astern::ui::Legend</name>
    <message>
        <source>limit</source>
        <translation>Grenzwert</translation>
    </message>
</context>
<context>
    <name>astern::ui::LegendEntry</name>
    <message>
        <source>Shows or hides this line</source>
        <translation>Zeigt oder verbirgt diese Linie</translation>
    </message>
</context>
<context>
    <name>astern::ui::LevelSteps</name>
    <message>
        <source>Where the entry is kept</source>
        <translation>Wo der Eintrag aufbewahrt ist</translation>
    </message>
    <message>
        <source>not %1 yet</source>
        <translation>noch nicht %1</translation>
    </message>
</context>
<context>
    <name>astern::ui::LinksRow</name>
    <message>
        <source>Dashboard</source>
        <translation>Dashboard</translation>
    </message>
    <message>
        <source>CI</source>
        <translation>CI</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>Repository</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>Opens %1 in your browser</source>
        <translation>Öffnet %1 im Browser</translation>
    </message>
    <message>
        <source>%1 is no web address, so it is not opened</source>
        <translation>%1 ist keine Webadresse und wird nicht geöffnet</translation>
    </message>
    <message>
        <source>Nothing on this computer opens %1</source>
        <translation>Nichts auf diesem Rechner öffnet %1</translation>
    </message>
</context>
<context>
    <name>astern::ui::LogForm</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close without doing anything (Esc)</source>
        <translation>Schließen, ohne etwas zu tun (Esc)</translation>
    </message>
</context>
<context>
    <name>astern::ui::LogPage</name>
    <message>
        <source>Nothing was decided or done yet. Every press is recorded before it has an effect.</source>
        <translation>Noch wurde nichts entschieden oder getan. Jeder Druck wird protokolliert, bevor er wirkt.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Show in timeline</source>
        <translation>In der Zeitachse zeigen</translation>
    </message>
    <message>
        <source>Search the log</source>
        <translation>Protokoll durchsuchen</translation>
    </message>
    <message>
        <source>What entries say, and service:, env:, cell:, kind:, who:, since:, until:. A minus before a word leaves out what matches.</source>
        <translation>Was Einträge sagen, dazu service:, env:, cell:, kind:, who:, since:, until:. Ein Minus vor einem Wort lässt weg, was passt.</translation>
    </message>
    <message>
        <source>Verify now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>The log was not checked: %1</source>
        <translation>Das Protokoll wurde nicht geprüft: %1</translation>
    </message>
    <message>
        <source>The whole log was checked: %1, nothing is wrong</source>
        <translation>Das ganze Protokoll wurde geprüft: %1, nichts ist falsch</translation>
    </message>
    <message>
        <source>1 entry</source>
        <translation>1 Eintrag</translation>
    </message>
    <message>
        <source>%1 entries</source>
        <translation>%1 Einträge</translation>
    </message>
    <message>
        <source>The check found: %1</source>
        <translation>Die Prüfung fand: %1</translation>
    </message>
    <message>
        <source>Verifying %1</source>
        <translation>Prüfung %1</translation>
    </message>
    <message>
        <source>The whole log is checked from its first entry on; you can go on working</source>
        <translation>Das ganze Protokoll wird vom ersten Eintrag an geprüft; Sie können weiterarbeiten</translation>
    </message>
    <message>
        <source>Check every entry, signature and hash of the log from its first entry on</source>
        <translation>Jeden Eintrag, jede Signatur und jeden Hash des Protokolls vom ersten Eintrag an prüfen</translation>
    </message>
    <message>
        <source>The log does not answer. What is recorded is safe; it is asked again.</source>
        <translation>Das Protokoll antwortet nicht. Was aufgezeichnet ist, ist sicher; es wird wieder gefragt.</translation>
    </message>
    <message>
        <source>more than %1</source>
        <translation>mehr als %1</translation>
    </message>
    <message>
        <source>%1 of %2 entries</source>
        <translation>%1 von %2 Einträgen</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Suche …</translation>
    </message>
    <message>
        <source>No entry says so. Esc empties the search.</source>
        <translation>Kein Eintrag sagt das. Esc leert die Suche.</translation>
    </message>
    <message>
        <source>This session has no log.</source>
        <translation>Diese Sitzung hat kein Protokoll.</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Evidence for others: entries with all that a stranger needs to check them</source>
        <translation>Beweise für andere: Einträge mit allem, was ein Fremder braucht, um sie zu prüfen</translation>
    </message>
</context>
<context>
    <name>astern::ui::LogStrip</name>
    <message>
        <source>How the log is</source>
        <translation>Wie es um das Protokoll steht</translation>
    </message>
</context>
<context>
    <name>astern::ui::MainWindow</name>
    <message>
        <source>Board</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Emergency: show what going back would do</source>
        <translation>Notfall: zeigen, was Zurückrollen täte</translation>
    </message>
    <message>
        <source>Show the board</source>
        <translation>Übersicht zeigen</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>Protokoll zeigen</translation>
    </message>
    <message>
        <source>Show the settings</source>
        <translation>Einstellungen zeigen</translation>
    </message>
    <message>
        <source>Test a connection</source>
        <translation>Eine Verbindung testen</translation>
    </message>
    <message>
        <source>Secrets in the keychain</source>
        <translation>Geheimnisse im Schlüsselbund</translation>
    </message>
    <message>
        <source>Filter the board</source>
        <translation>Übersicht filtern</translation>
    </message>
    <message>
        <source>Open another window</source>
        <translation>Weiteres Fenster öffnen</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>Zwischen hell und dunkel wechseln</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>Open the worst signal large</source>
        <translation>Das schlechteste Signal groß öffnen</translation>
    </message>
    <message>
        <source>Open large: %1</source>
        <translation>Groß öffnen: %1</translation>
    </message>
    <message>
        <source>Show the workspace</source>
        <translation>Den Arbeitsbereich zeigen</translation>
    </message>
    <message>
        <source>Policies</source>
        <translation>Richtlinien</translation>
    </message>
    <message>
        <source>Show the policies</source>
        <translation>Richtlinien zeigen</translation>
    </message>
    <message>
        <source>Open policy: %1</source>
        <translation>Richtlinie öffnen: %1</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>Show the timeline</source>
        <translation>Zeitachse zeigen</translation>
    </message>
    <message>
        <source>Show this place in the timeline</source>
        <translation>Diesen Ort in der Zeitachse zeigen</translation>
    </message>
    <message>
        <source>Verify the log now</source>
        <translation>Protokoll jetzt prüfen</translation>
    </message>
    <message>
        <source>Search the log</source>
        <translation>Protokoll durchsuchen</translation>
    </message>
    <message>
        <source>Export evidence from the log</source>
        <translation>Beweise aus dem Protokoll exportieren</translation>
    </message>
    <message>
        <source>Erase or hold what a person said</source>
        <translation>Löschen oder sperren, was eine Person gesagt hat</translation>
    </message>
    <message>
        <source>Who is told, and tests of it</source>
        <translation>Wer benachrichtigt wird, und Tests davon</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>Freigaben</translation>
    </message>
    <message>
        <source>Show what waits for approval</source>
        <translation>Zeigen, was auf Freigabe wartet</translation>
    </message>
    <message>
        <source>Roles, permissions and gates</source>
        <translation>Rollen, Berechtigungen und Tore</translation>
    </message>
    <message>
        <source>%1 overdue</source>
        <translation>%1 überfällig</translation>
    </message>
    <message>
        <source>%1 wait for you</source>
        <translation>%1 warten auf Sie</translation>
    </message>
    <message>
        <source>%1 wait for others</source>
        <translation>%1 warten auf andere</translation>
    </message>
    <message>
        <source>Who of the team is there, and who is on call</source>
        <translation>Wer vom Team da ist und wer Bereitschaft hat</translation>
    </message>
</context>
<context>
    <name>astern::ui::MitigationList</name>
    <message>
        <source>First, before anything is taken back</source>
        <translation>Zuerst, bevor etwas zurückgenommen wird</translation>
    </message>
    <message>
        <source>Switch the flag %1 off</source>
        <translation>Flag %1 ausschalten</translation>
    </message>
    <message>
        <source>Restore %1</source>
        <translation>%1 wiederherstellen</translation>
    </message>
</context>
<context>
    <name>astern::ui::NavList</name>
    <message>
        <source>Screens</source>
        <translation>Bildschirme</translation>
    </message>
</context>
<context>
    <name>astern::ui::NotifyPane</name>
    <message>
        <source>Who is told</source>
        <translation>Wer benachrichtigt wird</translation>
    </message>
    <message>
        <source>The workspace names nobody. Declare people.notify in astern.yaml: until then policies tell this screen and the log alone.</source>
        <translation>Der Workspace nennt niemanden. Tragen Sie people.notify in astern.yaml ein: Bis dahin melden Policies nur diesem Bildschirm und dem Protokoll.</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>Test senden</translation>
    </message>
    <message>
        <source>Show on this desktop what needs a person, what fails, and how plans end</source>
        <translation>Auf diesem Desktop zeigen, was einen Menschen braucht, was gestört ist und wie Pläne enden</translation>
    </message>
    <message>
        <source>With a sound</source>
        <translation>Mit einem Ton</translation>
    </message>
    <message>
        <source>This desktop</source>
        <translation>Dieser Desktop</translation>
    </message>
    <message>
        <source>Choose a target first.</source>
        <translation>Wählen Sie zuerst ein Ziel.</translation>
    </message>
    <message>
        <source>Sends one message to %1 and says what came of it.</source>
        <translation>Sendet eine Nachricht an %1 und sagt, was daraus wurde.</translation>
    </message>
    <message>
        <source>Each of them gets one message in %1; what is held back is counted in the next one.</source>
        <translation>Jedes bekommt eine Nachricht in %1; was zurückgehalten wird, zählt die nächste.</translation>
    </message>
    <message>
        <source>%1 is told of what names nobody here.</source>
        <translation>%1 erfährt, was hier niemanden nennt.</translation>
    </message>
</context>
<context>
    <name>astern::ui::NowPane</name>
    <message>
        <source>Rollout on its way</source>
        <translation>Laufender Rollout</translation>
    </message>
    <message>
        <source>Rules as edited and as in force</source>
        <translation>Regeln, bearbeitet und geltend</translation>
    </message>
    <message>
        <source>No rollout of %1 is on its way whose samples are recorded here. A guard records them while it judges.</source>
        <translation>Von %1 läuft kein Rollout, dessen Messungen hier aufgezeichnet werden. Ein Wächter zeichnet sie auf, während er urteilt.</translation>
    </message>
    <message>
        <source>this service</source>
        <translation>diesem Dienst</translation>
    </message>
    <message>
        <source>The text has errors. It is judged once it has none.</source>
        <translation>Der Text hat Fehler. Er wird beurteilt, sobald er keine mehr hat.</translation>
    </message>
    <message>
        <source>as edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>no verdict yet</source>
        <translation>noch kein Urteil</translation>
    </message>
    <message>
        <source>as in force</source>
        <translation>geltend</translation>
    </message>
    <message>
        <source>is not judged there</source>
        <translation>wird dort nicht angewandt</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>für %1</translation>
    </message>
    <message>
        <source>not recorded: %1</source>
        <translation>nicht aufgezeichnet: %1</translation>
    </message>
</context>
<context>
    <name>astern::ui::Palette</name>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Find an action, a place or an entry</source>
        <translation>Eine Handlung, einen Ort oder einen Eintrag finden</translation>
    </message>
    <message>
        <source>An action, a service, an entry’s number</source>
        <translation>Eine Handlung, ein Dienst, die Nummer eines Eintrags</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Nothing matches “%1”</source>
        <translation>Nichts passt auf „%1“</translation>
    </message>
</context>
<context>
    <name>astern::ui::PlanPane</name>
    <message>
        <source>may be filled in afterwards</source>
        <translation>kann nachgetragen werden</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Several places</source>
        <translation>Mehrere Orte</translation>
    </message>
    <message>
        <source>Takes other cells of this service, and other failing services, along in one commit.</source>
        <translation>Nimmt andere Zellen dieses Dienstes und andere fehlerhafte Dienste auf einmal mit.</translation>
    </message>
    <message>
        <source>Older release</source>
        <translation>Älteres Release</translation>
    </message>
    <message>
        <source>The plan, in this order</source>
        <translation>Der Plan, in dieser Reihenfolge</translation>
    </message>
    <message>
        <source>What stays as it is</source>
        <translation>Was bleibt, wie es ist</translation>
    </message>
    <message>
        <source>The workspace no longer has this place</source>
        <translation>Der Arbeitsbereich hat diesen Ort nicht mehr</translation>
    </message>
    <message>
        <source>Choose another one, or close this.</source>
        <translation>Wählen Sie einen anderen, oder schließen Sie dies.</translation>
    </message>
    <message>
        <source>Sent as %1, recorded before it is sent. No second person is asked in an emergency.</source>
        <translation>Gesendet als %1, protokolliert vor dem Senden. Im Notfall wird keine zweite Person gefragt.</translation>
    </message>
    <message>
        <source>The workspace has changed. Read it again; nothing was sent.</source>
        <translation>Der Arbeitsbereich hat sich geändert. Lesen Sie erneut; nichts wurde gesendet.</translation>
    </message>
    <message>
        <source>The workspace has changed since this was opened: %1.</source>
        <translation>Der Arbeitsbereich hat sich geändert, seit dies offen ist: %1.</translation>
    </message>
    <message>
        <source>%1, revision %2</source>
        <translation>%1, Revision %2</translation>
    </message>
    <message>
        <source>Roll back to %1</source>
        <translation>Zurückrollen auf %1</translation>
    </message>
    <message>
        <source>Roll back to the previous release</source>
        <translation>Auf das vorige Release zurückrollen</translation>
    </message>
    <message>
        <source>Roll back to an older release</source>
        <translation>Auf ein älteres Release zurückrollen</translation>
    </message>
    <message>
        <source>the history holds none</source>
        <translation>die Historie enthält keins</translation>
    </message>
    <message>
        <source>The plan has changed. Read it again; nothing was sent.</source>
        <translation>Der Plan hat sich geändert. Lesen Sie erneut; nichts wurde gesendet.</translation>
    </message>
    <message>
        <source>Mitigate first, then roll back to %1</source>
        <translation>Erst mildern, dann auf %1 zurückrollen</translation>
    </message>
    <message>
        <source>Mitigate first, then roll back</source>
        <translation>Erst mildern, dann zurückrollen</translation>
    </message>
    <message>
        <source>Mitigate only, the release stays</source>
        <translation>Nur mildern, das Release bleibt</translation>
    </message>
    <message>
        <source>Nothing is chosen</source>
        <translation>Nichts ist gewählt</translation>
    </message>
    <message>
        <source>Tick what is to be done first, or roll back.</source>
        <translation>Haken Sie an, was zuerst getan werden soll, oder rollen Sie zurück.</translation>
    </message>
</context>
<context>
    <name>astern::ui::PlanStrip</name>
    <message>
        <source>Stop here</source>
        <translation>Hier stoppen</translation>
    </message>
    <message>
        <source>Nothing further is sent. What was sent stays as it is.</source>
        <translation>Nichts weiter wird gesendet. Was gesendet wurde, bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Show in Emergency</source>
        <translation>Im Notfall zeigen</translation>
    </message>
    <message>
        <source>The workspace has changed: %1. Open the plan again.</source>
        <translation>Der Arbeitsbereich hat sich geändert: %1. Öffnen Sie den Plan erneut.</translation>
    </message>
    <message>
        <source>The rollout has moved on. Open the plan again.</source>
        <translation>Der Rollout ist weitergegangen. Öffnen Sie den Plan erneut.</translation>
    </message>
    <message>
        <source>The plan</source>
        <translation>Der Plan</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>Weglegen</translation>
    </message>
    <message>
        <source>why</source>
        <translation>warum</translation>
    </message>
    <message>
        <source>Why; kept in the log</source>
        <translation>Warum; steht dann im Protokoll</translation>
    </message>
    <message>
        <source>Say why first, in at least 10 characters: the log keeps it.</source>
        <translation>Sagen Sie zuerst warum, in mindestens 10 Zeichen: Es steht dann im Protokoll.</translation>
    </message>
    <message>
        <source>It is not as it was any more. Open the plan again.</source>
        <translation>Es ist nicht mehr, wie es war. Öffnen Sie den Plan neu.</translation>
    </message>
    <message>
        <source>your PIN</source>
        <translation>Ihre PIN</translation>
    </message>
    <message>
        <source>Your PIN: this goes forward in production</source>
        <translation>Ihre PIN: Das geht in Produktion vorwärts</translation>
    </message>
    <message>
        <source>The PIN is being checked.</source>
        <translation>Die PIN wird geprüft.</translation>
    </message>
    <message>
        <source>This goes forward in production: type your PIN first.</source>
        <translation>Das geht in Produktion vorwärts: Geben Sie zuerst Ihre PIN ein.</translation>
    </message>
</context>
<context>
    <name>astern::ui::PoliciesPage</name>
    <message>
        <source>Policies of the workspace</source>
        <translation>Richtlinien des Arbeitsbereichs</translation>
    </message>
    <message>
        <source>No policies yet</source>
        <translation>Noch keine Richtlinien</translation>
    </message>
    <message>
        <source>Nothing is judged and nothing acts by itself; all that people can do works. A policy is a file in the workspace&apos;s folder policies/, and a service names those it lives by.</source>
        <translation>Nichts wird beurteilt, und nichts handelt von selbst; alles, was Menschen tun können, geht. Eine Richtlinie ist eine Datei im Ordner policies/ des Arbeitsbereichs, und ein Dienst nennt die, nach denen er lebt.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Policies</source>
        <translation>Richtlinien</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>Änderungen verwerfen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Load the file</source>
        <translation>Datei laden</translation>
    </message>
    <message>
        <source>Keep my text</source>
        <translation>Meinen Text behalten</translation>
    </message>
    <message>
        <source>About the text</source>
        <translation>Zum Text</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Against now</source>
        <translation>Gegen jetzt</translation>
    </message>
    <message>
        <source>Backtest</source>
        <translation>Rückrechnung</translation>
    </message>
    <message>
        <source>Problems of the text</source>
        <translation>Probleme des Textes</translation>
    </message>
    <message>
        <source>The workspace is read-only (astern.yaml: read_only).</source>
        <translation>Der Arbeitsbereich ist schreibgeschützt (astern.yaml: read_only).</translation>
    </message>
    <message>
        <source>The file is not UTF-8: saving it here would change what it says.</source>
        <translation>Die Datei ist kein UTF-8: Sie hier zu speichern würde ändern, was sie sagt.</translation>
    </message>
    <message>
        <source>This user may not write the file.</source>
        <translation>Dieser Benutzer darf die Datei nicht schreiben.</translation>
    </message>
    <message>
        <source>1 policy</source>
        <translation>1 Richtlinie</translation>
    </message>
    <message>
        <source>%1 policies</source>
        <translation>%1 Richtlinien</translation>
    </message>
    <message>
        <source>1 with errors</source>
        <translation>1 mit Fehlern</translation>
    </message>
    <message>
        <source>%1 with errors</source>
        <translation>%1 mit Fehlern</translation>
    </message>
    <message>
        <source>The file was changed meanwhile: say first which text counts.</source>
        <translation>Die Datei wurde inzwischen geändert: erst sagen, welcher Text gilt.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>revision %1 stays in force: the saved file has errors</source>
        <translation>Revision %1 gilt weiter: Die gespeicherte Datei hat Fehler</translation>
    </message>
    <message>
        <source>revision %1 is in force</source>
        <translation>Revision %1 gilt</translation>
    </message>
    <message>
        <source>not in force: the saved file has errors</source>
        <translation>gilt nicht: Die gespeicherte Datei hat Fehler</translation>
    </message>
    <message>
        <source>Somebody else has changed the file since you began. Your text is still here.</source>
        <translation>Jemand anderes hat die Datei geändert, seit Sie begonnen haben. Ihr Text ist noch da.</translation>
    </message>
    <message>
        <source>Only to be read: %1</source>
        <translation>Nur zu lesen: %1</translation>
    </message>
    <message>
        <source>What you typed at %1 and did not save is back.</source>
        <translation>Was Sie um %1 geschrieben und nicht gespeichert haben, ist wieder da.</translation>
    </message>
    <message>
        <source>Saved at %1. Rollouts that are on their way keep the revision that they began with.</source>
        <translation>Gespeichert um %1. Laufende Rollouts behalten die Revision, mit der sie begonnen haben.</translation>
    </message>
    <message>
        <source>Nothing is wrong with it.</source>
        <translation>Alles in Ordnung.</translation>
    </message>
    <message>
        <source>Problems (%1)</source>
        <translation>Probleme (%1)</translation>
    </message>
    <message>
        <source>Ask for approval</source>
        <translation>Freigabe erbitten</translation>
    </message>
    <message>
        <source>Approved, and about to come into force.</source>
        <translation>Freigegeben und gleich in Kraft.</translation>
    </message>
    <message>
        <source>The edit is being recorded.</source>
        <translation>Die Änderung wird aufgezeichnet.</translation>
    </message>
    <message>
        <source>Records the edit and writes the file; it comes into force if it has no errors.</source>
        <translation>Zeichnet die Änderung auf und schreibt die Datei; sie tritt in Kraft, wenn sie keine Fehler hat.</translation>
    </message>
    <message>
        <source>The edit is being recorded; then the file is written.</source>
        <translation>Die Änderung wird aufgezeichnet; dann wird die Datei geschrieben.</translation>
    </message>
</context>
<context>
    <name>astern::ui::PolicyEditor</name>
    <message>
        <source>Text of the policy</source>
        <translation>Text der Richtlinie</translation>
    </message>
</context>
<context>
    <name>astern::ui::PolicyPanel</name>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Nothing is judged here now: policies judge what is on its way.</source>
        <translation>Hier wird jetzt nichts beurteilt: Richtlinien beurteilen, was unterwegs ist.</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>Was getan wurde</translation>
    </message>
    <message>
        <source>No policy has done anything here.</source>
        <translation>Keine Richtlinie hat hier etwas getan.</translation>
    </message>
    <message>
        <source> revision %1, %2</source>
        <translation> Revision %1, %2</translation>
    </message>
    <message>
        <source>judged for %1, %2 ago</source>
        <translation>beurteilt für %1, vor %2</translation>
    </message>
    <message>
        <source> in %1</source>
        <translation> in %1</translation>
    </message>
    <message>
        <source>1 rule</source>
        <translation>1 Regel</translation>
    </message>
    <message>
        <source>%1 rules</source>
        <translation>%1 Regeln</translation>
    </message>
    <message>
        <source>1 act</source>
        <translation>1 Handlung</translation>
    </message>
    <message>
        <source>%1 acts</source>
        <translation>%1 Handlungen</translation>
    </message>
    <message>
        <source>Show the policy</source>
        <translation>Richtlinie zeigen</translation>
    </message>
    <message>
        <source>Show a policy</source>
        <translation>Eine Richtlinie zeigen</translation>
    </message>
    <message>
        <source>Opens the text of one of them.</source>
        <translation>Öffnet den Text von einer davon.</translation>
    </message>
    <message>
        <source>Opens the text of %1.</source>
        <translation>Öffnet den Text von %1.</translation>
    </message>
</context>
<context>
    <name>astern::ui::ReasonRow</name>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>in your words</source>
        <translation>in Ihren Worten</translation>
    </message>
    <message>
        <source>Reason in your words</source>
        <translation>Grund in Ihren Worten</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Eintragen</translation>
    </message>
    <message>
        <source>the record has: %1</source>
        <translation>im Protokoll steht: %1</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>eingetragen</translation>
    </message>
</context>
<context>
    <name>astern::ui::RolesPane</name>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>Roles, and what they may</source>
        <translation>Rollen, und was sie dürfen</translation>
    </message>
    <message>
        <source>The workspace names no roles. In astern.yaml, people.roles says who has one.</source>
        <translation>Der Arbeitsbereich nennt keine Rollen. In astern.yaml sagt people.roles, wer eine hat.</translation>
    </message>
    <message>
        <source>Gates</source>
        <translation>Tore</translation>
    </message>
    <message>
        <source>Gates of this workspace</source>
        <translation>Tore dieses Arbeitsbereichs</translation>
    </message>
    <message>
        <source>The workspace has no gate: nothing that goes forward waits for a person.</source>
        <translation>Der Arbeitsbereich hat kein Tor: Nichts, was vorwärts geht, wartet auf eine Person.</translation>
    </message>
    <message>
        <source>you are %1, with none of them</source>
        <translation>Sie sind %1, mit keiner davon</translation>
    </message>
    <message>
        <source>you are %1: %2</source>
        <translation>Sie sind %1: %2</translation>
    </message>
    <message>
        <source>1 gate</source>
        <translation>1 Tor</translation>
    </message>
    <message>
        <source>%1 gates</source>
        <translation>%1 Tore</translation>
    </message>
</context>
<context>
    <name>astern::ui::RolloutChoice</name>
    <message>
        <source>%1, began %2, %3</source>
        <translation>%1, Beginn %2, %3</translation>
    </message>
</context>
<context>
    <name>astern::ui::RolloutPage</name>
    <message>
        <source>Board</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Signals</source>
        <translation>Signale</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>What is different</source>
        <translation>Was verschieden ist</translation>
    </message>
    <message>
        <source>Nothing is different between the two, as far as the backend tells.</source>
        <translation>Zwischen den beiden ist nichts verschieden, soweit das System es sagt.</translation>
    </message>
    <message>
        <source>The backend has told no version yet.</source>
        <translation>Das System hat noch keine Version genannt.</translation>
    </message>
    <message>
        <source>Log of this place</source>
        <translation>Protokoll dieses Orts</translation>
    </message>
    <message>
        <source>Nothing was decided or done here yet.</source>
        <translation>Hier wurde noch nichts entschieden oder getan.</translation>
    </message>
    <message>
        <source>The workspace no longer has %1. What stands here is the last that was seen.</source>
        <translation>Der Arbeitsbereich hat %1 nicht mehr. Was hier steht, wurde zuletzt gesehen.</translation>
    </message>
    <message>
        <source>started %1</source>
        <translation>begonnen %1</translation>
    </message>
    <message>
        <source>%1 old</source>
        <translation>%1 alt</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 → %2, </source>
        <translation>%1 → %2, </translation>
    </message>
    <message>
        <source>1 change</source>
        <translation>1 Änderung</translation>
    </message>
    <message>
        <source>%1 changes</source>
        <translation>%1 Änderungen</translation>
    </message>
    <message>
        <source>1 entry</source>
        <translation>1 Eintrag</translation>
    </message>
    <message>
        <source>%1 entries</source>
        <translation>%1 Einträge</translation>
    </message>
    <message>
        <source>1 version</source>
        <translation>1 Version</translation>
    </message>
    <message>
        <source>%1 versions</source>
        <translation>%1 Versionen</translation>
    </message>
    <message>
        <source>Changes %1</source>
        <translation>Änderungen %1</translation>
    </message>
    <message>
        <source>Versions %1</source>
        <translation>Versionen %1</translation>
    </message>
    <message>
        <source>Log %1</source>
        <translation>Protokoll %1</translation>
    </message>
    <message>
        <source>Parts of the rollout</source>
        <translation>Teile des Rollouts</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>Richtlinie</translation>
    </message>
    <message>
        <source>Policy asks</source>
        <translation>Richtlinie fragt</translation>
    </message>
    <message>
        <source>Policy %1</source>
        <translation>Richtlinie %1</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>Flags</translation>
    </message>
    <message>
        <source>Flags %1</source>
        <translation>Flags %1</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>Show this place on the time axis</source>
        <translation>Diesen Ort auf der Zeitachse zeigen</translation>
    </message>
    <message>
        <source>Runbook</source>
        <translation>Runbook</translation>
    </message>
    <message>
        <source>Runbook %1/%2</source>
        <translation>Runbook %1/%2</translation>
    </message>
</context>
<context>
    <name>astern::ui::RunPane</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>each outcome is read back, not assumed</source>
        <translation>jedes Ergebnis wird nachgesehen, nicht angenommen</translation>
    </message>
    <message>
        <source>Stop here</source>
        <translation>Hier stoppen</translation>
    </message>
    <message>
        <source>Nothing further is sent. What was sent stays as it is.</source>
        <translation>Nichts weiter wird gesendet. Was gesendet wurde, bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Skip step</source>
        <translation>Schritt überspringen</translation>
    </message>
    <message>
        <source>Make another plan</source>
        <translation>Neuen Plan machen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>sent, %1</source>
        <translation>gesendet, %1</translation>
    </message>
    <message>
        <source>Skip step %1</source>
        <translation>Schritt %1 überspringen</translation>
    </message>
    <message>
        <source>Goes on without: %1</source>
        <translation>Geht weiter ohne: %1</translation>
    </message>
    <message>
        <source>Show in timeline</source>
        <translation>In der Zeitachse zeigen</translation>
    </message>
</context>
<context>
    <name>astern::ui::RunbookPanel</name>
    <message>
        <source>Back to the runbook</source>
        <translation>Zurück zum Runbook</translation>
    </message>
    <message>
        <source>Open the runbook</source>
        <translation>Runbook öffnen</translation>
    </message>
    <message>
        <source>Nothing on this computer opens %1</source>
        <translation>Nichts auf diesem Rechner öffnet %1</translation>
    </message>
    <message>
        <source>The runbook of this service is a page: %1</source>
        <translation>Das Runbook dieses Dienstes ist eine Webseite: %1</translation>
    </message>
    <message>
        <source>%1 of %2 steps done</source>
        <translation>%1 von %2 Schritten erledigt</translation>
    </message>
    <message>
        <source>last by %1 at %2</source>
        <translation>zuletzt von %1 um %2</translation>
    </message>
    <message>
        <source>%1 leads nowhere from here: only pages of the web, files of the workspace and plans are opened.</source>
        <translation>%1 führt von hier nirgendwohin: Geöffnet werden nur Webseiten, Dateien des Workspace und Pläne.</translation>
    </message>
    <message>
        <source>Only files that end with .md are shown here.</source>
        <translation>Hier werden nur Dateien gezeigt, die auf .md enden.</translation>
    </message>
    <message>
        <source>The service declares no configuration %1 here</source>
        <translation>Der Dienst nennt hier keine Konfiguration %1</translation>
    </message>
    <message>
        <source>The service declares no flag %1 here</source>
        <translation>Der Dienst nennt hier keinen Schalter %1</translation>
    </message>
</context>
<context>
    <name>astern::ui::RunbookText</name>
    <message>
        <source>Runbook</source>
        <translation>Runbook</translation>
    </message>
</context>
<context>
    <name>astern::ui::SecretsPane</name>
    <message>
        <source>Secrets in the keychain</source>
        <translation>Geheimnisse im Schlüsselbund</translation>
    </message>
    <message>
        <source>This workspace keeps no secret in the keychain. Write &quot;${keychain:NAME}&quot; where a backend needs one.</source>
        <translation>Dieser Arbeitsbereich hat kein Geheimnis im Schlüsselbund. Schreiben Sie „${keychain:NAME}“, wo ein System eins braucht.</translation>
    </message>
    <message>
        <source>New value</source>
        <translation>Neuer Wert</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Setzen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>New value of %1</source>
        <translation>Neuer Wert von %1</translation>
    </message>
    <message>
        <source>Choose a name and type its value.</source>
        <translation>Wählen Sie einen Namen und tippen Sie seinen Wert.</translation>
    </message>
    <message>
        <source>Remove %1?</source>
        <translation>%1 entfernen?</translation>
    </message>
    <message>
        <source>The connections that use it cannot sign in again without it.</source>
        <translation>Die Verbindungen, die es verwenden, können sich ohne es nicht neu anmelden.</translation>
    </message>
    <message>
        <source>There is nothing to remove.</source>
        <translation>Es gibt nichts zu entfernen.</translation>
    </message>
</context>
<context>
    <name>astern::ui::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Sections of the settings</source>
        <translation>Abschnitte der Einstellungen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Backends</source>
        <translation>Systeme</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Geheimnisse</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identität</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
</context>
<context>
    <name>astern::ui::SeveralPane</name>
    <message>
        <source>may be filled in afterwards</source>
        <translation>kann nachgetragen werden</translation>
    </message>
    <message>
        <source>Which places</source>
        <translation>Welche Orte</translation>
    </message>
    <message>
        <source>In which order</source>
        <translation>In welcher Reihenfolge</translation>
    </message>
    <message>
        <source>When a place is refused or fails</source>
        <translation>Wenn ein Ort ablehnt oder fehlschlägt</translation>
    </message>
    <message>
        <source>Go on with the next wave</source>
        <translation>Mit der nächsten Welle weitermachen</translation>
    </message>
    <message>
        <source>so that the bad version goes on serving nowhere else</source>
        <translation>damit die schlechte Version nirgends sonst in Betrieb bleibt</translation>
    </message>
    <message>
        <source>Stop before the next wave</source>
        <translation>Vor der nächsten Welle stoppen</translation>
    </message>
    <message>
        <source>All at once</source>
        <translation>Alle auf einmal</translation>
    </message>
    <message>
        <source>In waves</source>
        <translation>In Wellen</translation>
    </message>
    <message>
        <source>Sent as %1, each place recorded before it is sent. No second person is asked.</source>
        <translation>Gesendet als %1, jeder Ort protokolliert vor dem Senden. Keine zweite Person wird gefragt.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>the bad version stops serving everywhere first</source>
        <translation>die schlechte Version ist zuerst überall außer Betrieb</translation>
    </message>
    <message>
        <source>the workspace puts these places into one wave</source>
        <translation>der Arbeitsbereich fasst diese Orte zu einer Welle zusammen</translation>
    </message>
    <message>
        <source>%1 is left out: %2</source>
        <translation>%1 wird ausgelassen: %2</translation>
    </message>
    <message>
        <source>The plan has changed. Read it again; nothing was sent.</source>
        <translation>Der Plan hat sich geändert. Lesen Sie erneut; nichts wurde gesendet.</translation>
    </message>
    <message>
        <source>The plan, all places side by side</source>
        <translation>Der Plan, alle Orte nebeneinander</translation>
    </message>
    <message>
        <source>Wave %1 of %2</source>
        <translation>Welle %1 von %2</translation>
    </message>
</context>
<context>
    <name>astern::ui::SignalPlot</name>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
</context>
<context>
    <name>astern::ui::SignalWindow</name>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>The workspace no longer has this signal.</source>
        <translation>Der Arbeitsbereich hat dieses Signal nicht mehr.</translation>
    </message>
    <message>
        <source>no data yet</source>
        <translation>noch keine Daten</translation>
    </message>
    <message>
        <source>stale: no data for %1</source>
        <translation>veraltet: keine Daten seit %1</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>%1 old</source>
        <translation>%1 alt</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>um %1</translation>
    </message>
    <message>
        <source>at the end, %1</source>
        <translation>am Ende, %1</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message>
        <source> over the limit</source>
        <translation> über dem Grenzwert</translation>
    </message>
    <message>
        <source> under the limit</source>
        <translation> unter dem Grenzwert</translation>
    </message>
    <message>
        <source>%1 – %2 %3</source>
        <translation>%1 – %2 %3</translation>
    </message>
    <message>
        <source>   stands still</source>
        <translation>   steht still</translation>
    </message>
    <message>
        <source>Wheel or + − zooms, a drag selects, Shift with a drag or ← → moves, Shift with ← → reads values, Home is live.</source>
        <translation>Mausrad oder + − zoomt, Ziehen wählt aus, Ziehen mit Umschalt oder ← → verschiebt, ← → mit Umschalt liest Werte, Pos1 ist live.</translation>
    </message>
    <message>
        <source>&amp;5 min</source>
        <translation>&amp;5 min</translation>
    </message>
    <message>
        <source>&amp;15 min</source>
        <translation>&amp;15 min</translation>
    </message>
    <message>
        <source>1 &amp;h</source>
        <translation>1 &amp;h</translation>
    </message>
    <message>
        <source>&amp;All kept</source>
        <translation>&amp;Alles</translation>
    </message>
    <message>
        <source>From the oldest sample that is kept to now</source>
        <translation>Vom ältesten aufbewahrten Messwert bis jetzt</translation>
    </message>
    <message>
        <source>&amp;Live</source>
        <translation>&amp;Live</translation>
    </message>
    <message>
        <source>Follows the newest sample again (Home)</source>
        <translation>Folgt wieder dem neuesten Messwert (Pos1)</translation>
    </message>
    <message>
        <source>&amp;Compare with…</source>
        <translation>&amp;Vergleichen mit…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>&amp;Picture (PNG)…</source>
        <translation>&amp;Bild (PNG)…</translation>
    </message>
    <message>
        <source>&amp;Samples (CSV)…</source>
        <translation>&amp;Messwerte (CSV)…</translation>
    </message>
    <message>
        <source>Other signals here</source>
        <translation>Andere Signale hier</translation>
    </message>
    <message>
        <source>The same signal at</source>
        <translation>Dasselbe Signal an anderen Orten</translation>
    </message>
    <message>
        <source>There is nothing to compare it with</source>
        <translation>Es gibt nichts zum Vergleichen</translation>
    </message>
    <message>
        <source>Export a picture</source>
        <translation>Bild exportieren</translation>
    </message>
    <message>
        <source>Export the samples</source>
        <translation>Messwerte exportieren</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>Bild (*.png)</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>Durch Kommas getrennte Werte (*.csv)</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
</context>
<context>
    <name>astern::ui::StatusLine</name>
    <message>
        <source>no journal</source>
        <translation>kein Protokoll</translation>
    </message>
    <message>
        <source>journal opening</source>
        <translation>Protokoll wird geöffnet</translation>
    </message>
    <message>
        <source>journal open, no entry yet</source>
        <translation>Protokoll offen, noch kein Eintrag</translation>
    </message>
    <message>
        <source>journal verified to %1</source>
        <translation>Protokoll geprüft bis %1</translation>
    </message>
    <message>
        <source>journal at %1</source>
        <translation>Protokoll bei %1</translation>
    </message>
    <message>
        <source>journal damaged</source>
        <translation>Protokoll beschädigt</translation>
    </message>
    <message>
        <source>read only: nothing is ever sent</source>
        <translation>nur lesen: Nie wird etwas gesendet</translation>
    </message>
</context>
<context>
    <name>astern::ui::StepLadder</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 Schritt</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 Schritte</translation>
    </message>
    <message>
        <source>Step %1 of %2: %3, %4</source>
        <translation>Schritt %1 von %2: %3, %4</translation>
    </message>
</context>
<context>
    <name>astern::ui::StepList</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
</context>
<context>
    <name>astern::ui::TeamPopup</name>
    <message>
        <source>Who is there</source>
        <translation>Wer da ist</translation>
    </message>
    <message>
        <source>To whom</source>
        <translation>An wen</translation>
    </message>
    <message>
        <source>why, if you like</source>
        <translation>warum, wenn Sie mögen</translation>
    </message>
    <message>
        <source>Why; kept in the log</source>
        <translation>Warum; bleibt im Protokoll</translation>
    </message>
    <message>
        <source>Nobody else is there. `asternctl team handover --to` takes a pseudonym.</source>
        <translation>Sonst ist niemand da. `asternctl team handover --to` nimmt ein Pseudonym.</translation>
    </message>
    <message>
        <source>Hand over…</source>
        <translation>Übergeben…</translation>
    </message>
    <message>
        <source>Take over…</source>
        <translation>Übernehmen…</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>Übergeben</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Recorded: %1 is on call.</source>
        <translation>Protokolliert: %1 hat Bereitschaft.</translation>
    </message>
</context>
<context>
    <name>astern::ui::TimelinePage</name>
    <message>
        <source>Show in log</source>
        <translation>Im Protokoll zeigen</translation>
    </message>
    <message>
        <source>Choose anything on the axis to see its entry: who, what, why, what came of it, and what proves it.</source>
        <translation>Wählen Sie etwas auf der Achse, um seinen Eintrag zu sehen: wer, was, warum, was daraus wurde und was es beweist.</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>Filter the timeline</source>
        <translation>Zeitachse filtern</translation>
    </message>
    <message>
        <source>The words of the board and the log: service:, env:, cell:, kind:, who:, or what an entry says. A minus before a word leaves out what matches.</source>
        <translation>Die Wörter von Übersicht und Protokoll: service:, env:, cell:, kind:, who:, oder was ein Eintrag sagt. Ein Minus vor einem Wort lässt weg, was passt.</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 h</translation>
    </message>
    <message>
        <source>1 d</source>
        <translation>1 T</translation>
    </message>
    <message>
        <source>7 d</source>
        <translation>7 T</translation>
    </message>
    <message>
        <source>30 d</source>
        <translation>30 T</translation>
    </message>
    <message>
        <source>1 y</source>
        <translation>1 J</translation>
    </message>
    <message>
        <source>Show as much at once, ending where it ends now</source>
        <translation>So viel auf einmal zeigen, bis dorthin, wo es jetzt endet</translation>
    </message>
    <message>
        <source>1 entry</source>
        <translation>1 Eintrag</translation>
    </message>
    <message>
        <source>%1 entries</source>
        <translation>%1 Einträge</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Back to now</source>
        <translation>Zurück zu jetzt</translation>
    </message>
    <message>
        <source>The right end is now, and goes on</source>
        <translation>Das rechte Ende ist jetzt und geht weiter</translation>
    </message>
    <message>
        <source>You look at the past; End comes back</source>
        <translation>Sie sehen die Vergangenheit; Ende kommt zurück</translation>
    </message>
    <message>
        <source>only the newest are shown: look closer</source>
        <translation>nur die neuesten sind gezeigt: sehen Sie näher hin</translation>
    </message>
</context>
<context>
    <name>astern::ui::TimelineView</name>
    <message>
        <source>around it</source>
        <translation>ringsum</translation>
    </message>
    <message>
        <source>Switches of flags are among the commands until you look closer.</source>
        <translation>Schaltungen von Flags sind unter den Befehlen, bis Sie näher hinsehen.</translation>
    </message>
    <message>
        <source>The log cannot be read: %1</source>
        <translation>Das Protokoll ist nicht lesbar: %1</translation>
    </message>
    <message>
        <source>This session has no log.</source>
        <translation>Diese Sitzung hat kein Protokoll.</translation>
    </message>
    <message>
        <source>Nothing was recorded in this stretch.</source>
        <translation>In diesem Stück wurde nichts aufgezeichnet.</translation>
    </message>
    <message>
        <source>Nothing was decided or done yet.</source>
        <translation>Noch wurde nichts entschieden oder getan.</translation>
    </message>
    <message>
        <source>Time axis of the log</source>
        <translation>Zeitachse des Protokolls</translation>
    </message>
    <message>
        <source>%1 items; Tab goes through them, Ctrl+Tab leaves</source>
        <translation>%1 Einträge; Tab geht hindurch, Strg+Tab verlässt sie</translation>
    </message>
    <message>
        <source>%1 entries, counted</source>
        <translation>%1 Einträge, gezählt</translation>
    </message>
    <message>
        <source>and %1 more so close to it that they are told apart only nearer</source>
        <translation>und %1 weitere so nah, dass man sie erst näher unterscheidet</translation>
    </message>
</context>
<context>
    <name>astern::ui::TopBar</name>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>Notfall</translation>
    </message>
    <message>
        <source>Shows what going back would do. Nothing is sent yet. (Ctrl+Shift+R)</source>
        <translation>Zeigt, was Zurückrollen täte. Noch wird nichts gesendet. (Strg+Umschalt+R)</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: last answer %2 ago</source>
        <translation>%1: letzte Antwort vor %2</translation>
    </message>
    <message>
        <source>%1 live</source>
        <translation>%1 verbunden</translation>
    </message>
    <message>
        <source>Who acts: %1</source>
        <translation>Wer handelt: %1</translation>
    </message>
    <message>
        <source>Cancel the sign-in</source>
        <translation>Anmeldung abbrechen</translation>
    </message>
    <message>
        <source>Sign in anew…</source>
        <translation>Neu anmelden …</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Anmelden …</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Identity, roles and PIN…</source>
        <translation>Identität, Rollen und PIN …</translation>
    </message>
</context>
<context>
    <name>astern::ui::UnrecordedPane</name>
    <message>
        <source>Copy the lines</source>
        <translation>Zeilen kopieren</translation>
    </message>
    <message>
        <source>If it cannot wait: go back without a record</source>
        <translation>Wenn es nicht warten kann: ohne Aufzeichnung zurück</translation>
    </message>
    <message>
        <source>This device&apos;s log cannot be written. Nobody could prove later what was done here.</source>
        <translation>Das Protokoll dieses Geräts kann nicht geschrieben werden. Niemand könnte später beweisen, was hier getan wurde.</translation>
    </message>
    <message>
        <source>Not recorded will be: </source>
        <translation>Nicht verzeichnet wird: </translation>
    </message>
    <message>
        <source>that %1 went back to %2, when and why; each of the %3 steps before it is sent; and what came of it. All of it stays in the memory of this program, and is recorded behind a gap as soon as the log can be written again. If the program ends before that, it is lost.</source>
        <translation>dass %1 zu %2 zurückkehrte, wann und warum; jeder der %3 Schritte, bevor er gesendet wird; und was daraus wurde. Alles davon bleibt im Speicher dieses Programms und wird hinter einer Lücke verzeichnet, sobald das Protokoll wieder geschrieben werden kann. Endet das Programm vorher, ist es verloren.</translation>
    </message>
    <message>
        <source>type %1</source>
        <translation>%1 eintippen</translation>
    </message>
    <message>
        <source>The service&apos;s name, %1, to go back without a record</source>
        <translation>Der Name des Dienstes, %1, um ohne Aufzeichnung zurückzukehren</translation>
    </message>
    <message>
        <source>Type the name %1 first.</source>
        <translation>Tippen Sie zuerst den Namen %1 ein.</translation>
    </message>
    <message>
        <source>go back unrecorded</source>
        <translation>ohne Aufzeichnung zurückkehren</translation>
    </message>
    <message>
        <source>This is in no log</source>
        <translation>Das steht in keinem Protokoll</translation>
    </message>
    <message>
        <source>%1 in the memory of this program say what was done. Keep them in a file; `asternctl journal gap FILE` records them when the log can be written again. If that happens while this program runs, it records them by itself.</source>
        <translation>%1 im Speicher dieses Programms sagen, was getan wurde. Bewahren Sie sie in einer Datei auf; `asternctl journal gap FILE` verzeichnet sie, wenn das Protokoll wieder geschrieben werden kann. Geschieht das, solange dieses Programm läuft, verzeichnet es sie von selbst.</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 Zeile</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 Zeilen</translation>
    </message>
</context>
<context>
    <name>astern::ui::VerdictTimeline</name>
    <message>
        <source>Verdicts over the rollout</source>
        <translation>Urteile über den Rollout</translation>
    </message>
    <message>
        <source>nothing is decided</source>
        <translation>nichts wird entschieden</translation>
    </message>
    <message>
        <source>as edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>as saved</source>
        <translation>gespeichert</translation>
    </message>
</context>
<context>
    <name>astern::ui::WhyPanel</name>
    <message>
        <source>Pods, worst first</source>
        <translation>Pods, die schlechtesten zuerst</translation>
    </message>
    <message>
        <source>Events, newest first</source>
        <translation>Ereignisse, die neuesten zuerst</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copies these lines</source>
        <translation>Kopiert diese Zeilen</translation>
    </message>
    <message>
        <source>%1 copied</source>
        <translation>%1 kopiert</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 Zeile</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>Pods</source>
        <translation>Pods</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>%1 old: %2</source>
        <translation>%1 alt: %2</translation>
    </message>
    <message>
        <source>the first %1 of more</source>
        <translation>die ersten %1 von mehr</translation>
    </message>
    <message>
        <source>1 pod</source>
        <translation>1 Pod</translation>
    </message>
    <message>
        <source>%1 pods</source>
        <translation>%1 Pods</translation>
    </message>
    <message>
        <source>1 event</source>
        <translation>1 Ereignis</translation>
    </message>
    <message>
        <source>%1 events</source>
        <translation>%1 Ereignisse</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird gefragt…</translation>
    </message>
    <message>
        <source>There are no pods.</source>
        <translation>Es gibt keine Pods.</translation>
    </message>
    <message>
        <source>The cluster noticed nothing in the last hour.</source>
        <translation>Der Cluster hat in der letzten Stunde nichts bemerkt.</translation>
    </message>
    <message>
        <source>asked %1 ago</source>
        <translation>vor %1 gefragt</translation>
    </message>
    <message>
        <source>It wrote nothing.</source>
        <translation>Es hat nichts geschrieben.</translation>
    </message>
    <message>
        <source>very long lines: the newest are missing</source>
        <translation>sehr lange Zeilen: Die neuesten fehlen</translation>
    </message>
    <message>
        <source>last line</source>
        <translation>letzte Zeile</translation>
    </message>
    <message>
        <source>last %1 lines</source>
        <translation>letzte %1 Zeilen</translation>
    </message>
</context>
<context>
    <name>astern::ui::WorkspaceLine</name>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>Did you mean “%1”?</source>
        <translation>Meinten Sie „%1“?</translation>
    </message>
    <message>
        <source>The workspace was changed. %1</source>
        <translation>Der Arbeitsbereich wurde geändert. %1</translation>
    </message>
    <message>
        <source>Since %1 it cannot be read; what was read before stays in force.</source>
        <translation>Seit %1 ist er nicht lesbar; was zuvor gelesen wurde, gilt weiter.</translation>
    </message>
    <message>
        <source>And 1 more error.</source>
        <translation>Und 1 weiterer Fehler.</translation>
    </message>
    <message>
        <source>And %1 more errors.</source>
        <translation>Und %1 weitere Fehler.</translation>
    </message>
</context>
<context>
    <name>astern::ui::WorkspacePane</name>
    <message>
        <source>What is wrong with the workspace</source>
        <translation>Was am Arbeitsbereich falsch ist</translation>
    </message>
    <message>
        <source>Nothing is wrong with it.</source>
        <translation>Nichts daran ist falsch.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Not valid.</source>
        <translation>Nicht gültig.</translation>
    </message>
    <message>
        <source>What was read before stays in force.</source>
        <translation>Was zuvor gelesen wurde, gilt weiter.</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n service(s).</source>
        <translation>
            <numerusform>%1: %n Dienst.</numerusform>
            <numerusform>%1: %n Dienste.</numerusform>
        </translation>
    </message>
    <message>
        <source>Valid.</source>
        <translation>Gültig.</translation>
    </message>
    <message>
        <source>Read %1. It is read again whenever it is saved.</source>
        <translation>Gelesen %1. Er wird bei jedem Speichern neu gelesen.</translation>
    </message>
</context>
<context>
    <name>astern::ui::ZoneChip</name>
    <message>
        <source>A simulated company: nothing here is real.</source>
        <translation>Eine simulierte Firma: Nichts hier ist echt.</translation>
    </message>
</context>
</TS>
