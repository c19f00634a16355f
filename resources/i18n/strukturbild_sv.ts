<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="sv" sourcelanguage="en">
<context>
    <name>Strukturbild</name>
    <message>
        <source>Str&amp;ukturbild</source>
        <translation>Str&amp;ukturbild</translation>
    </message>
    <message>
        <source>Open the sample county</source>
        <translation>Öppna exempellänet</translation>
    </message>
    <message>
        <source>Check a county...</source>
        <translation>Kontrollera ett län...</translation>
    </message>
    <message>
        <source>Check a municipality...</source>
        <translation>Kontrollera en kommun...</translation>
    </message>
    <message>
        <source>Inspect inputs...</source>
        <translation>Granska indata...</translation>
    </message>
    <message>
        <source>Map a plan...</source>
        <translation>Mappa en plan...</translation>
    </message>
    <message>
        <source>Area account...</source>
        <translation>Arealredovisning...</translation>
    </message>
    <message>
        <source>Check comprehensive plans against the structure map</source>
        <translation>Kontrollera översiktsplaner mot strukturbilden</translation>
    </message>
    <message>
        <source>Area account</source>
        <translation>Arealredovisning</translation>
    </message>
    <message>
        <source>Sums planned use by place type in hectares. Each piece of land counts once; what no plan covers is accounted for as unplanned and what no place type covers as untyped, so that every municipality closes to its area. Give a setup file, or layers.</source>
        <translation>Summerar planerad användning per platstyp i hektar. Varje bit mark räknas en gång; det som ingen plan täcker redovisas som ej planlagt och det som ingen platstyp täcker som utan platstyp, så att varje kommun går jämnt ut med sin areal. Ange en inställningsfil, eller lager.</translation>
    </message>
    <message>
        <source>Table: one row a municipality, planned use and place type, in ha.</source>
        <translation>Tabell: en rad per kommun, planerad användning och platstyp, i ha.</translation>
    </message>
    <message>
        <source>The pieces of land, one for each plan object and place type.</source>
        <translation>Markbitarna, en för varje planobjekt och platstyp.</translation>
    </message>
    <message>
        <source>Setup file</source>
        <translation>Inställningsfil</translation>
    </message>
    <message>
        <source>Accounts for all municipalities of a setup file; the layers below are then not used.</source>
        <translation>Redovisar alla kommuner i en inställningsfil; lagren nedan används då inte.</translation>
    </message>
    <message>
        <source>Place typology</source>
        <translation>Platstypologi</translation>
    </message>
    <message>
        <source>Polygons of the structure map with the field class_code.</source>
        <translation>Strukturbildens polygoner med fältet class_code.</translation>
    </message>
    <message>
        <source>Municipal borders</source>
        <translation>Kommungränser</translation>
    </message>
    <message>
        <source>Polygons with the fields code (four figures as text) and name.</source>
        <translation>Polygoner med fälten code (fyra siffror som text) och name.</translation>
    </message>
    <message>
        <source>Municipal code</source>
        <translation>Kommunkod</translation>
    </message>
    <message>
        <source>The municipality to account for. Left empty: all in the layer of borders.</source>
        <translation>Kommunen som ska redovisas. Tomt: alla i lagret med kommungränser.</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>Markbitar</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parametrar</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>Utdata</translation>
    </message>
    <message>
        <source>Check a municipality</source>
        <translation>Kontrollera en kommun</translation>
    </message>
    <message>
        <source>Checks one municipality&apos;s comprehensive plan against the regional structure map. The layers are ordinary parameters, so it works in models. What is not given makes the checks that need it undetermined or blocked, never silently left out. Borders to neighbours need the neighbours&apos; plans too: use Check a county for those.</source>
        <translation>Kontrollerar en kommuns översiktsplan mot den regionala strukturbilden. Lagren är vanliga parametrar, så algoritmen fungerar i modeller. Det som inte anges gör att de kontroller som behöver det inte kan avgöras eller köras, men de utelämnas aldrig i tysthet. Gränserna mot grannarna kräver även grannarnas planer: använd Kontrollera ett län för dem.</translation>
    </message>
    <message>
        <source>Findings with this geometry: rule, outcome, figures, explanation and question.</source>
        <translation>Avvikelser med denna geometri: regel, utfall, mått, förklaring och fråga.</translation>
    </message>
    <message>
        <source>Every assessment with exactly one outcome, one row each.</source>
        <translation>Varje bedömning med exakt ett utfall, en rad var.</translation>
    </message>
    <message>
        <source>GeoPackage with all result tables, with styles, if asked for.</source>
        <translation>GeoPackage med alla resultattabeller och stilar, om en sådan önskas.</translation>
    </message>
    <message>
        <source>Number of findings.</source>
        <translation>Antal avvikelser.</translation>
    </message>
    <message>
        <source>Number of assessments that could not be made.</source>
        <translation>Antal bedömningar som inte kunde göras.</translation>
    </message>
    <message>
        <source>The municipality to check: four figures, for example 0880.</source>
        <translation>Kommunen som ska kontrolleras: fyra siffror, till exempel 0880.</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Noder</translation>
    </message>
    <message>
        <source>Points or polygons of the structure map with the fields node_id, name, category and rank (1 is the highest).</source>
        <translation>Strukturbildens punkter eller polygoner med fälten node_id, name, category och rank (1 är högst).</translation>
    </message>
    <message>
        <source>Functional links</source>
        <translation>Funktionella samband</translation>
    </message>
    <message>
        <source>Lines of the structure map with the fields link_id, from_node, to_node, kind, strength (1-3) and status.</source>
        <translation>Strukturbildens linjer med fälten link_id, from_node, to_node, kind, strength (1-3) och status.</translation>
    </message>
    <message>
        <source>How links are compared</source>
        <translation>Så jämförs sambanden</translation>
    </message>
    <message>
        <source>The region declares its typology normative</source>
        <translation>Regionen anger typologin som normerande</translation>
    </message>
    <message>
        <source>Otherwise the typology is a background map, and weighs less.</source>
        <translation>Annars är typologin en bakgrundskarta och väger mindre.</translation>
    </message>
    <message>
        <source>Localities</source>
        <translation>Tätorter och småorter</translation>
    </message>
    <message>
        <source>Built-up localities with name and population; give node zones.</source>
        <translation>Tätorter och småorter med namn och folkmängd; de avgör nodernas zoner.</translation>
    </message>
    <message>
        <source>Public transport stops</source>
        <translation>Hållplatser</translation>
    </message>
    <message>
        <source>Points with the fields kind (bus, rail, ferry) and departures (an ordinary weekday).</source>
        <translation>Punkter med fälten kind (bus, rail, ferry) och departures (en vanlig vardag).</translation>
    </message>
    <message>
        <source>Sea</source>
        <translation>Hav</translation>
    </message>
    <message>
        <source>Polygons of the sea, so that land and sea are told apart.</source>
        <translation>Havets polygoner, så att land och hav kan skiljas åt.</translation>
    </message>
    <message>
        <source>The municipality has sea</source>
        <translation>Kommunen har hav</translation>
    </message>
    <message>
        <source>Says that the municipal territory holds sea, also where no sea layer is given.</source>
        <translation>Anger att kommunens område innehåller hav, även när inget havslager är valt.</translation>
    </message>
    <message>
        <source>Findings, polygons</source>
        <translation>Avvikelser, ytor</translation>
    </message>
    <message>
        <source>Findings, lines</source>
        <translation>Avvikelser, linjer</translation>
    </message>
    <message>
        <source>Findings, points</source>
        <translation>Avvikelser, punkter</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>Bedömningar</translation>
    </message>
    <message>
        <source>Result GeoPackage</source>
        <translation>Resultat som GeoPackage</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Avvikelser</translation>
    </message>
    <message>
        <source>Not assessed</source>
        <translation>Ej bedömda</translation>
    </message>
    <message>
        <source>Check a county</source>
        <translation>Kontrollera ett län</translation>
    </message>
    <message>
        <source>Checks all plans of a setup file (NAME.strukturbild.yaml) against the structure map, writes one GeoPackage with findings, ledger, area account and headline figures, and prints one line a municipality and the county&apos;s five headline figures. A broken plan costs its own municipality only.</source>
        <translation>Kontrollerar alla planer i en inställningsfil (NAMN.strukturbild.yaml) mot strukturbilden, skriver en GeoPackage med avvikelser, bedömningar, arealredovisning och nyckeltal, och visar en rad per kommun och länets fem nyckeltal. En plan som inte går att läsa drabbar bara sin egen kommun.</translation>
    </message>
    <message>
        <source>GeoPackage with findings_polygon, findings_line, findings_point, ledger, area_account, municipalities, unmapped and run, with styles.</source>
        <translation>GeoPackage med findings_polygon, findings_line, findings_point, ledger, area_account, municipalities, unmapped och run, med stilar.</translation>
    </message>
    <message>
        <source>JSON file that says how the run went, written also when it fails.</source>
        <translation>JSON-fil som säger hur körningen gick; den skrivs även när körningen misslyckas.</translation>
    </message>
    <message>
        <source>NAME.strukturbild.yaml: the structure map, the municipalities and their plans, supporting data, rules and output. Relative paths count from its folder.</source>
        <translation>NAMN.strukturbild.yaml: strukturbilden, kommunerna och deras planer, underlag, regler och resultat. Relativa sökvägar räknas från filens mapp.</translation>
    </message>
    <message>
        <source>Count the run as failed on</source>
        <translation>Räkna körningen som underkänd vid</translation>
    </message>
    <message>
        <source>Open the findings in the map</source>
        <translation>Öppna avvikelserna i kartan</translation>
    </message>
    <message>
        <source>Adds the layers of findings to the project when the run is done.</source>
        <translation>Lägger till lagren med avvikelser i projektet när körningen är klar.</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultat</translation>
    </message>
    <message>
        <source>The GeoPackage to write. Left empty, the setup file&apos;s output is used. An earlier result is replaced only when the new one is whole.</source>
        <translation>Den GeoPackage som ska skrivas. Tomt: inställningsfilens output används. Ett tidigare resultat ersätts först när det nya är helt.</translation>
    </message>
    <message>
        <source>Status file</source>
        <translation>Statusfil</translation>
    </message>
    <message>
        <source>The JSON file to write. Left empty, it stands beside the result: NAME.status.json.</source>
        <translation>JSON-filen som ska skrivas. Tomt: den läggs bredvid resultatet som NAMN.status.json.</translation>
    </message>
    <message>
        <source>Polygons with the fields code (four figures as text) and name. Neighbouring municipalities in the layer are used for the borders.</source>
        <translation>Polygoner med fälten code (fyra siffror som text) och name. Grannkommuner i lagret används för gränserna.</translation>
    </message>
    <message>
        <source>Plan layers</source>
        <translation>Planlager</translation>
    </message>
    <message>
        <source>All layers of the municipality&apos;s comprehensive plan: points, lines and polygons, in any coordinate system. Layers that the mapping profile does not know are counted and listed.</source>
        <translation>Alla lager i kommunens översiktsplan: punkter, linjer och ytor, i valfritt koordinatsystem. Lager som mappningsprofilen inte känner till räknas och listas.</translation>
    </message>
    <message>
        <source>Mapping profile</source>
        <translation>Mappningsprofil</translation>
    </message>
    <message>
        <source>Mapping profile of your own</source>
        <translation>Egen mappningsprofil</translation>
    </message>
    <message>
        <source>A profile file of your own; it is used instead of the choice.</source>
        <translation>En egen profilfil; den används i stället för valet ovan.</translation>
    </message>
    <message>
        <source>Stage of the plan</source>
        <translation>Planens skede</translation>
    </message>
    <message>
        <source>Rule set</source>
        <translation>Regeluppsättning</translation>
    </message>
    <message>
        <source>Rule set of your own</source>
        <translation>Egen regeluppsättning</translation>
    </message>
    <message>
        <source>A rule set file of your own; it is used instead of the choice.</source>
        <translation>En egen fil med regler; den används i stället för valet ovan.</translation>
    </message>
    <message>
        <source>Coordinate system for computing</source>
        <translation>Koordinatsystem för beräkningen</translation>
    </message>
    <message>
        <source>A projected coordinate system in metres. All layers are transformed to it.</source>
        <translation>Ett projicerat koordinatsystem i meter. Alla lager transformeras till det.</translation>
    </message>
    <message>
        <source>Language of the result</source>
        <translation>Resultatets språk</translation>
    </message>
    <message>
        <source>Inspect inputs</source>
        <translation>Granska indata</translation>
    </message>
    <message>
        <source>Reads everything that a setup file names, without checking anything: how many features each layer has and how many were mapped and repaired, what was not mapped, and which checks would run in which municipality, or why not.</source>
        <translation>Läser allt som en inställningsfil nämner, utan att kontrollera något: hur många objekt varje lager har och hur många som mappades och lagades, vad som inte mappades, och vilka kontroller som skulle köras i vilken kommun, eller varför inte.</translation>
    </message>
    <message>
        <source>Table with a row for each layer, value that was not mapped, problem and check.</source>
        <translation>Tabell med en rad för varje lager, värde som inte mappades, problem och kontroll.</translation>
    </message>
    <message>
        <source>The same as a text file to read.</source>
        <translation>Detsamma som en textfil att läsa.</translation>
    </message>
    <message>
        <source>The same as text.</source>
        <translation>Detsamma som text.</translation>
    </message>
    <message>
        <source>The NAME.strukturbild.yaml to look into.</source>
        <translation>Den NAMN.strukturbild.yaml som ska granskas.</translation>
    </message>
    <message>
        <source>What would be read and checked</source>
        <translation>Vad som skulle läsas och kontrolleras</translation>
    </message>
    <message>
        <source>Text report</source>
        <translation>Textrapport</translation>
    </message>
    <message>
        <source>Text files</source>
        <translation>Textfiler</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Map a plan</source>
        <translation>Mappa en plan</translation>
    </message>
    <message>
        <source>Reads the layers of a comprehensive plan by a mapping profile and writes them with the common names and codes, and the list of layers and values that the profile has no code for. Use it to try out a profile.</source>
        <translation>Läser en översiktsplans lager efter en mappningsprofil och skriver dem med gemensamma namn och koder, tillsammans med listan över lager och värden som profilen saknar kod för. Använd den för att prova ut en profil.</translation>
    </message>
    <message>
        <source>GeoPackage with land_use, development and considerations as far as the plan has them, and the table unmapped.</source>
        <translation>GeoPackage med land_use, development och considerations i den mån planen har dem, och tabellen unmapped.</translation>
    </message>
    <message>
        <source>Table of layers and values that were not mapped, with count and area.</source>
        <translation>Tabell över lager och värden som inte mappades, med antal och areal.</translation>
    </message>
    <message>
        <source>Number of layers and values that were not mapped.</source>
        <translation>Antal lager och värden som inte mappades.</translation>
    </message>
    <message>
        <source>Mapped plan</source>
        <translation>Mappad plan</translation>
    </message>
    <message>
        <source>Not mapped</source>
        <translation>Ej mappat</translation>
    </message>
    <message>
        <source>Number not mapped</source>
        <translation>Antal ej mappade</translation>
    </message>
    <message>
        <source>Rules (rule set generic)</source>
        <translation>Regler (regeluppsättningen generic)</translation>
    </message>
    <message>
        <source>The review store, brought up to date.</source>
        <translation>Granskningsregistret, uppdaterat.</translation>
    </message>
    <message>
        <source>Review store</source>
        <translation>Granskningsregister</translation>
    </message>
    <message>
        <source>Findings that count for failure</source>
        <translation>Avvikelser som räknas som underkänt</translation>
    </message>
    <message>
        <source>Update review</source>
        <translation>Uppdatera granskning</translation>
    </message>
    <message>
        <source>Takes a new result into a review store. Each old finding is matched to a new one, so that decisions, comments and responsible parties stay with what they are about, also when a plan is delivered again with new ids or the structure map is revised. What can&apos;t be told for sure waits to be confirmed; what grew materially is reopened. Nothing is ever removed from the log.</source>
        <translation>Läser in ett nytt resultat i ett granskningsregister. Varje tidigare avvikelse paras ihop med en ny, så att beslut, kommentarer och ansvariga följer det de handlar om, även när en plan levereras på nytt med andra id:n eller strukturbilden har reviderats. Det som inte kan avgöras säkert väntar på att bekräftas; det som har vuxit väsentligt återöppnas. Ingenting tas någonsin bort ur loggen.</translation>
    </message>
    <message>
        <source>The GeoPackage that a check wrote.</source>
        <translation>Den GeoPackage som kontrollen skrev.</translation>
    </message>
    <message>
        <source>The file that holds findings and decisions. An existing one is brought up to date, never replaced; where there is none it is made.</source>
        <translation>Filen med avvikelser och beslut. En befintlig fil uppdateras, den ersätts aldrig; finns ingen skapas den.</translation>
    </message>
    <message>
        <source>Allow an incomplete result</source>
        <translation>Tillåt ett ofullständigt resultat</translation>
    </message>
    <message>
        <source>A result in which a rule or municipality could not be run is refused unless this is set. Findings that it could not speak of are then left as they are.</source>
        <translation>Ett resultat där någon regel eller kommun inte kunde köras avvisas om detta inte är valt. Avvikelser som det inte kunde uttala sig om lämnas då som de är.</translation>
    </message>
    <message>
        <source>New findings</source>
        <translation>Nya avvikelser</translation>
    </message>
    <message>
        <source>Unchanged findings</source>
        <translation>Oförändrade avvikelser</translation>
    </message>
    <message>
        <source>Changed findings</source>
        <translation>Ändrade avvikelser</translation>
    </message>
    <message>
        <source>Resolved findings</source>
        <translation>Lösta avvikelser</translation>
    </message>
    <message>
        <source>Accepted deviations that were reopened</source>
        <translation>Motiverade avvikelser som återöppnades</translation>
    </message>
    <message>
        <source>Closed findings that came back</source>
        <translation>Avslutade avvikelser som kom tillbaka</translation>
    </message>
    <message>
        <source>Findings to be confirmed</source>
        <translation>Avvikelser att bekräfta</translation>
    </message>
    <message>
        <source>Gone because the rule was removed</source>
        <translation>Borta för att regeln togs bort</translation>
    </message>
    <message>
        <source>Gone because the rule was changed</source>
        <translation>Borta för att regeln ändrades</translation>
    </message>
    <message>
        <source>Merged into another finding</source>
        <translation>Sammanslagna med en annan avvikelse</translation>
    </message>
    <message>
        <source>Not in this run</source>
        <translation>Ej i denna körning</translation>
    </message>
    <message>
        <source>Compare two stages</source>
        <translation>Jämför två skeden</translation>
    </message>
    <message>
        <source>Compares two results, of two plan stages (consultation and review) or two structure maps: which findings are new, which persist, which changed for the better or the worse, and which are resolved, each with the reason. A finding that is gone because a rule was changed or removed, or because it was not assessed, is never counted as resolved.</source>
        <translation>Jämför två resultat, från två planskeden (samråd och granskning) eller två strukturbilder: vilka avvikelser som är nya, vilka som kvarstår, vilka som har ändrats till det bättre eller sämre och vilka som är lösta, alla med skäl. En avvikelse som är borta för att en regel har ändrats eller tagits bort, eller för att den inte bedömdes, räknas aldrig som löst.</translation>
    </message>
    <message>
        <source>GeoPackage with comparison_polygon, comparison_line and comparison_point, the table comparison with all findings, and comparison_summary with the numbers by municipality, with styles.</source>
        <translation>GeoPackage med comparison_polygon, comparison_line och comparison_point, tabellen comparison med alla avvikelser och comparison_summary med antalen per kommun, med stilar.</translation>
    </message>
    <message>
        <source>Earlier result</source>
        <translation>Tidigare resultat</translation>
    </message>
    <message>
        <source>The GeoPackage that a check of the earlier stage or structure map wrote.</source>
        <translation>Den GeoPackage som kontrollen av det tidigare skedet eller den tidigare strukturbilden skrev.</translation>
    </message>
    <message>
        <source>Later result</source>
        <translation>Senare resultat</translation>
    </message>
    <message>
        <source>The GeoPackage that a check of the later stage or structure map wrote. Its language and its limits for material change are used.</source>
        <translation>Den GeoPackage som kontrollen av det senare skedet eller den senare strukturbilden skrev. Dess språk och dess gränser för väsentlig ändring används.</translation>
    </message>
    <message>
        <source>Allow incomplete results</source>
        <translation>Tillåt ofullständiga resultat</translation>
    </message>
    <message>
        <source>A result in which a rule or municipality could not be run is refused unless this is set. Findings that it could not speak of are then shown as not assessed.</source>
        <translation>Ett resultat där någon regel eller kommun inte kunde köras avvisas om detta inte är valt. Avvikelser som det inte kunde uttala sig om visas då som ej bedömda.</translation>
    </message>
    <message>
        <source>Open the comparison in the map</source>
        <translation>Öppna jämförelsen i kartan</translation>
    </message>
    <message>
        <source>Adds the layers of the comparison to the project when the run is done.</source>
        <translation>Lägger till jämförelsens lager i projektet när körningen är klar.</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Jämförelse</translation>
    </message>
    <message>
        <source>The GeoPackage to write. An earlier one is replaced only when the new one is whole.</source>
        <translation>Den GeoPackage som ska skrivas. En tidigare ersätts först när den nya är hel.</translation>
    </message>
    <message>
        <source>Comparison, points</source>
        <translation>Jämförelse, punkter</translation>
    </message>
    <message>
        <source>Comparison, lines</source>
        <translation>Jämförelse, linjer</translation>
    </message>
    <message>
        <source>Comparison, polygons</source>
        <translation>Jämförelse, ytor</translation>
    </message>
    <message>
        <source>Persisting findings</source>
        <translation>Kvarstående avvikelser</translation>
    </message>
    <message>
        <source>Not assessed in the later result</source>
        <translation>Ej bedömda i det senare resultatet</translation>
    </message>
    <message>
        <source>Uncertain matches to confirm</source>
        <translation>Osäkra kopplingar att bekräfta</translation>
    </message>
    <message>
        <source>Export a review package</source>
        <translation>Exportera granskningspaket</translation>
    </message>
    <message>
        <source>Writes findings with all their decisions and comments into one file (zip) that another review store can take in. Nothing changes in the store. The file can be taken in any number of times; what both sides decided differently is listed there and waits until someone settles it.</source>
        <translation>Skriver avvikelser med alla beslut och kommentarer till en fil (zip) som ett annat granskningsregister kan läsa in. Ingenting ändras i registret. Filen kan läsas in hur många gånger som helst; det som båda sidor har beslutat olika om listas där och väntar tills någon avgör det.</translation>
    </message>
    <message>
        <source>The package: review.json with findings and log, findings.geojson with their geometry, and pictures if wished.</source>
        <translation>Paketet: review.json med avvikelser och logg, findings.geojson med deras geometri, och bilder om så önskas.</translation>
    </message>
    <message>
        <source>Number of findings in the package.</source>
        <translation>Antal avvikelser i paketet.</translation>
    </message>
    <message>
        <source>Number of log entries in the package.</source>
        <translation>Antal poster ur loggen i paketet.</translation>
    </message>
    <message>
        <source>The review store to export from.</source>
        <translation>Granskningsregistret att exportera från.</translation>
    </message>
    <message>
        <source>Municipality</source>
        <translation>Kommun</translation>
    </message>
    <message>
        <source>Codes or names, separated by commas. Left empty: all. Findings on a border go with both municipalities.</source>
        <translation>Koder eller namn, åtskilda av kommatecken. Tomt: alla. Avvikelser på en gräns följer med båda kommunerna.</translation>
    </message>
    <message>
        <source>Include pictures</source>
        <translation>Ta med bilder</translation>
    </message>
    <message>
        <source>Puts the pictures that findings have been given into the package.</source>
        <translation>Lägger de bilder som avvikelserna har fått i paketet.</translation>
    </message>
    <message>
        <source>Review package</source>
        <translation>Granskningspaket</translation>
    </message>
    <message>
        <source>The zip file to write.</source>
        <translation>Zip-filen som ska skrivas.</translation>
    </message>
    <message>
        <source>Log entries</source>
        <translation>Poster i loggen</translation>
    </message>
    <message>
        <source>Import a review package</source>
        <translation>Läs in granskningspaket</translation>
    </message>
    <message>
        <source>Takes the findings, decisions and comments of a package into a review store. What is new is added, what is known is left as it is, so that taking the same package in again changes nothing. Where both sides decided differently since they last met, both versions are listed and kept, and nobody&apos;s is overruled by the clock.</source>
        <translation>Läser in avvikelser, beslut och kommentarer från ett paket i ett granskningsregister. Det som är nytt läggs till och det som är känt lämnas som det är, så att ingenting ändras när samma paket läses in igen. Där båda sidor har beslutat olika sedan de senast möttes listas och behålls båda versionerna; ingens beslut körs över för att det andra är nyare.</translation>
    </message>
    <message>
        <source>The review store with the package taken in.</source>
        <translation>Granskningsregistret med paketet inläst.</translation>
    </message>
    <message>
        <source>Number of findings that were not there.</source>
        <translation>Antal avvikelser som inte fanns.</translation>
    </message>
    <message>
        <source>Number of log entries that were added.</source>
        <translation>Antal poster som lades till i loggen.</translation>
    </message>
    <message>
        <source>Number of log entries that were there already.</source>
        <translation>Antal poster som redan fanns i loggen.</translation>
    </message>
    <message>
        <source>The file that Export a review package wrote.</source>
        <translation>Filen som Exportera granskningspaket skrev.</translation>
    </message>
    <message>
        <source>The review store to take the package into; it is made where there is none.</source>
        <translation>Granskningsregistret som paketet ska läsas in i; det skapas om det inte finns.</translation>
    </message>
    <message>
        <source>Entries added</source>
        <translation>Tillagda poster</translation>
    </message>
    <message>
        <source>Entries known</source>
        <translation>Kända poster</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ditt namn</translation>
    </message>
    <message>
        <source>The name that colleagues see in the log. Left empty, it is that of the operating system&apos;s or the database&apos;s user, which is noted in any case.</source>
        <translation>Namnet som kolleger ser i loggen. Tomt: operativsystemets eller databasens användare, som alltid antecknas.</translation>
    </message>
    <message>
        <source>Where both sides decided differently</source>
        <translation>När båda sidor har beslutat olika</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Konflikter</translation>
    </message>
    <message>
        <source>Table of what both sides changed, with both versions.</source>
        <translation>Tabell över det som båda sidor har ändrat, med båda versionerna.</translation>
    </message>
    <message>
        <source>Number of conflicts</source>
        <translation>Antal konflikter</translation>
    </message>
    <message>
        <source>Number of findings with a conflict.</source>
        <translation>Antal avvikelser med en konflikt.</translation>
    </message>
    <message>
        <source>Review…</source>
        <translation>Granska…</translation>
    </message>
    <message>
        <source>The review store to bring up to date after the run; it is made where there is none. Left empty, the setup file&apos;s review is used, if it names one. Decisions stay with their findings.</source>
        <translation>Granskningsregistret som ska uppdateras efter körningen; det skapas om det inte finns. Tomt: inställningsfilens review används, om den anger ett. Besluten följer sina avvikelser.</translation>
    </message>
    <message>
        <source>Export findings</source>
        <translation>Exportera avvikelser</translation>
    </message>
    <message>
        <source>Writes the findings of a review store, with where each stands, to one file. The ending of its name decides the format. The workbook (.xlsx) has a sheet for each municipality with columns to answer in, which Import responses reads back; .csv, .gpkg, .geojson and .json are for other programs. Nothing changes in the store.</source>
        <translation>Skriver ett granskningsregisters avvikelser, och var var och en står, till en fil. Filnamnets ändelse avgör formatet. Arbetsboken (.xlsx) har ett blad för varje kommun med kolumner att svara i, som Läs in svar sedan läser; .csv, .gpkg, .geojson och .json är till för andra program. Registret ändras inte.</translation>
    </message>
    <message>
        <source>The file with the findings.</source>
        <translation>Filen med avvikelserna.</translation>
    </message>
    <message>
        <source>Number of findings in the file.</source>
        <translation>Antal avvikelser i filen.</translation>
    </message>
    <message>
        <source>Part of the structure map</source>
        <translation>Del av strukturbilden</translation>
    </message>
    <message>
        <source>Only findings of these parts. None chosen: all.</source>
        <translation>Bara avvikelser i dessa delar. Inget valt: alla.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Läge</translation>
    </message>
    <message>
        <source>Only findings in these states. None chosen: all.</source>
        <translation>Bara avvikelser i dessa lägen. Inget valt: alla.</translation>
    </message>
    <message>
        <source>Lowest severity</source>
        <translation>Lägsta allvar</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Språk</translation>
    </message>
    <message>
        <source>Include findings that are gone</source>
        <translation>Ta med avvikelser som är borta</translation>
    </message>
    <message>
        <source>Also findings that the last run no longer had: resolved, merged, or of a rule that was removed or changed.</source>
        <translation>Även avvikelser som den senaste körningen inte längre hade: lösta, sammanslagna eller från en regel som togs bort eller ändrades.</translation>
    </message>
    <message>
        <source>Exported findings</source>
        <translation>Exporterade avvikelser</translation>
    </message>
    <message>
        <source>A file that ends in .xlsx, .csv, .gpkg, .geojson or .json.</source>
        <translation>En fil som slutar på .xlsx, .csv, .gpkg, .geojson eller .json.</translation>
    </message>
    <message>
        <source>Import responses</source>
        <translation>Läs in svar</translation>
    </message>
    <message>
        <source>Reads a workbook that Export findings wrote and municipalities have answered in. Each answer becomes an entry in the log of its finding, under the name that stands in the row. Answers to findings that have changed since the export are conflicts, which wait until someone settles them. Where any row can&apos;t be taken in, each is listed with its sheet and row, and nothing is changed. Importing the same workbook again changes nothing.</source>
        <translation>Läser en arbetsbok som Exportera avvikelser har skrivit och som kommuner har svarat i. Varje svar blir en post i avvikelsens logg, under det namn som står på raden. Svar på avvikelser som har ändrats sedan exporten blir konflikter, som väntar tills någon avgör dem. Om någon rad inte kan läsas in räknas alla sådana upp med blad och rad, och inget ändras. Att läsa in samma arbetsbok igen ändrar inget.</translation>
    </message>
    <message>
        <source>The review store with the answers.</source>
        <translation>Granskningsregistret med svaren.</translation>
    </message>
    <message>
        <source>Number of answers entered in the log.</source>
        <translation>Antal svar som fördes in i loggen.</translation>
    </message>
    <message>
        <source>Number of answers that were there already.</source>
        <translation>Antal svar som redan fanns.</translation>
    </message>
    <message>
        <source>Workbook with answers</source>
        <translation>Arbetsbok med svar</translation>
    </message>
    <message>
        <source>The workbook that Export findings wrote, answered and saved as .xlsx.</source>
        <translation>Arbetsboken som Exportera avvikelser skrev, besvarad och sparad som .xlsx.</translation>
    </message>
    <message>
        <source>The review store that the workbook was exported from.</source>
        <translation>Granskningsregistret som arbetsboken exporterades från.</translation>
    </message>
    <message>
        <source>Answers entered</source>
        <translation>Införda svar</translation>
    </message>
    <message>
        <source>Answers that were there already</source>
        <translation>Svar som redan fanns</translation>
    </message>
    <message>
        <source>Runs to keep in full</source>
        <translation>Körningar att behålla i sin helhet</translation>
    </message>
    <message>
        <source>Keeps the store small: what older runs found is dropped, but never decisions, what they were made upon, or the numbers that the trend is drawn from. 0 keeps everything.</source>
        <translation>Håller registret litet: det som äldre körningar hittade tas bort, men aldrig beslut, det de vilar på eller siffrorna bakom utvecklingen över tid. 0 behåller allt.</translation>
    </message>
    <message>
        <source>is no finding</source>
        <translation>är ingen avvikelse</translation>
    </message>
    <message>
        <source>is gone in the last run</source>
        <translation>finns inte i senaste körningen</translation>
    </message>
    <message>
        <source>has this status already</source>
        <translation>har redan detta läge</translation>
    </message>
    <message>
        <source>Decide several findings</source>
        <translation>Besluta om flera avvikelser</translation>
    </message>
    <message>
        <source>{count} findings get the status “{status}”:</source>
        <translation>{count} avvikelser får läget ”{status}”:</translation>
    </message>
    <message>
        <source>What will change</source>
        <translation>Vad som ändras</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>… och {count} till</translation>
    </message>
    <message>
        <source>Motive for all of them (required)</source>
        <translation>Motiv för alla (krävs)</translation>
    </message>
    <message>
        <source>Comment for all of them</source>
        <translation>Kommentar till alla</translation>
    </message>
    <message>
        <source>Change {count}</source>
        <translation>Ändra {count}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Left alone: {listed}</source>
        <translation>Lämnas orörda: {listed}</translation>
    </message>
    <message>
        <source>New case…</source>
        <translation>Nytt ärende…</translation>
    </message>
    <message>
        <source>Open a case…</source>
        <translation>Öppna ett ärende…</translation>
    </message>
    <message>
        <source>Read anew</source>
        <translation>Läs in på nytt</translation>
    </message>
    <message>
        <source>Close the case</source>
        <translation>Stäng ärendet</translation>
    </message>
    <message>
        <source>Open a review store…</source>
        <translation>Öppna granskningsregister</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>Fil…</translation>
    </message>
    <message>
        <source>Database…</source>
        <translation>Databas…</translation>
    </message>
    <message>
        <source>Take in the last result</source>
        <translation>Ta in senaste resultatet</translation>
    </message>
    <message>
        <source>Export findings (Excel, CSV)…</source>
        <translation>Exportera avvikelser (Excel, CSV)…</translation>
    </message>
    <message>
        <source>Read municipalities' answers…</source>
        <translation>Läs in kommunernas svar…</translation>
    </message>
    <message>
        <source>Export a review package…</source>
        <translation>Exportera granskningspaket…</translation>
    </message>
    <message>
        <source>Import a review package…</source>
        <translation>Läs in granskningspaket…</translation>
    </message>
    <message>
        <source>Update the review with a result…</source>
        <translation>Uppdatera granskningen med ett resultat…</translation>
    </message>
    <message>
        <source>Compare two stages…</source>
        <translation>Jämför två skeden…</translation>
    </message>
    <message>
        <source>Your name…</source>
        <translation>Ditt namn…</translation>
    </message>
    <message>
        <source>Zoom to what is chosen</source>
        <translation>Zooma till det som väljs</translation>
    </message>
    <message>
        <source>Move to what is chosen</source>
        <translation>Flytta till det som väljs</translation>
    </message>
    <message>
        <source>Stay, and mark it</source>
        <translation>Ligg kvar och markera</translation>
    </message>
    <message>
        <source>The map</source>
        <translation>Kartan</translation>
    </message>
    <message>
        <source>Show findings in the map</source>
        <translation>Visa avvikelserna i kartan</translation>
    </message>
    <message>
        <source>Open a case</source>
        <translation>Öppna ett ärende</translation>
    </message>
    <message>
        <source>The name that colleagues see beside your decisions:</source>
        <translation>Namnet som kollegor ser vid dina beslut:</translation>
    </message>
    <message>
        <source>Open a review store</source>
        <translation>Öppna granskningsregister</translation>
    </message>
    <message>
        <source>No run has been taken in yet. Run the check first.</source>
        <translation>Ingen körning är inläst än. Kör kontrollen först.</translation>
    </message>
    <message>
        <source>Assessments by municipality</source>
        <translation>Bedömningar per kommun</translation>
    </message>
    <message>
        <source>Assessments by run</source>
        <translation>Bedömningar per körning</translation>
    </message>
    <message>
        <source>Back to the findings</source>
        <translation>Tillbaka till avvikelserna</translation>
    </message>
    <message>
        <source>The trend: assessments by run</source>
        <translation>Utvecklingen: bedömningar per körning</translation>
    </message>
    <message>
        <source>How far reviewing has come</source>
        <translation>Så långt har granskningen kommit</translation>
    </message>
    <message>
        <source>{name}: {left} left of {count}, {closed} closed</source>
        <translation>{name}: {left} kvar av {count}, {closed} avslutade</translation>
    </message>
    <message>
        <source>Borders</source>
        <translation>Gränser</translation>
    </message>
    <message>
        <source>The region</source>
        <translation>Regionen</translation>
    </message>
    <message>
        <source>The review store is taking in the new result. Try again in a moment.</source>
        <translation>Granskningsregistret tar emot det nya resultatet. Försök igen om en stund.</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentera</translation>
    </message>
    <message>
        <source>Undo Ctrl+Z</source>
        <translation>Ångra Ctrl+Z</translation>
    </message>
    <message>
        <source>Next N</source>
        <translation>Nästa N</translation>
    </message>
    <message>
        <source>Previous B</source>
        <translation>Föregående B</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mer</translation>
    </message>
    <message>
        <source>{text} (key {key})</source>
        <translation>{text} (tangent {key})</translation>
    </message>
    <message>
        <source>without limit</source>
        <translation>tills vidare</translation>
    </message>
    <message>
        <source>A plan stage, or a date as yyyy-mm-dd; then it is reopened</source>
        <translation>Ett planskede eller ett datum (åååå-mm-dd); därefter återöppnas avvikelsen</translation>
    </message>
    <message>
        <source>Responsible</source>
        <translation>Ansvarig</translation>
    </message>
    <message>
        <source>Assigned to</source>
        <translation>Tilldelad</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Senast</translation>
    </message>
    <message>
        <source>Accepted until</source>
        <translation>Godtas till</translation>
    </message>
    <message>
        <source>Motive (required)</source>
        <translation>Motiv (krävs)</translation>
    </message>
    <message>
        <source>Plan object: zoom</source>
        <translation>ÖP-objekt: zooma</translation>
    </message>
    <message>
        <source>Structure map: zoom</source>
        <translation>Strukturbild: zooma</translation>
    </message>
    <message>
        <source>Finding: zoom</source>
        <translation>Avvikelse: zooma</translation>
    </message>
    <message>
        <source>Why, basis and history</source>
        <translation>Varför, grund och historik</translation>
    </message>
    <message>
        <source>{value}, threshold {threshold}</source>
        <translation>{value}, gränsvärde {threshold}</translation>
    </message>
    <message>
        <source>Keep theirs</source>
        <translation>Behåll deras</translation>
    </message>
    <message>
        <source>Write mine anyway</source>
        <translation>Skriv mitt ändå</translation>
    </message>
    <message>
        <source>What came from elsewhere says something else. Which holds?</source>
        <translation>Det som lästes in säger något annat. Vilket gäller?</translation>
    </message>
    <message>
        <source>Theirs holds</source>
        <translation>Deras gäller</translation>
    </message>
    <message>
        <source>Mine holds</source>
        <translation>Mitt gäller</translation>
    </message>
    <message>
        <source>The decision followed from an earlier run, but the finding has changed or was split or merged. Does it still hold here?</source>
        <translation>Beslutet följde med från en tidigare körning, men avvikelsen har ändrats, delats eller slagits ihop. Gäller det fortfarande här?</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bekräfta</translation>
    </message>
    <message>
        <source>To decide it, this is missing:</source>
        <translation>För att kunna avgöra saknas:</translation>
    </message>
    <message>
        <source>Question to the municipality</source>
        <translation>Fråga till kommunen</translation>
    </message>
    <message>
        <source>Basis</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Styrka</translation>
    </message>
    <message>
        <source>Falls to</source>
        <translation>Ligger på</translation>
    </message>
    <message>
        <source>Plan stage</source>
        <translation>Planskede</translation>
    </message>
    <message>
        <source>Last run</source>
        <translation>Senaste körningen</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historik</translation>
    </message>
    <message>
        <source>Nothing decided yet.</source>
        <translation>Inget beslut än.</translation>
    </message>
    <message>
        <source>Came of {name} ({status}), which was split</source>
        <translation>Kommer från {name} ({status}), som delades</translation>
    </message>
    <message>
        <source>{name} ({status}) became part of this</source>
        <translation>{name} ({status}) gick upp i denna</translation>
    </message>
    <message>
        <source>took back the decision</source>
        <translation>ångrade beslutet</translation>
    </message>
    <message>
        <source>responsible</source>
        <translation>ansvarig</translation>
    </message>
    <message>
        <source>assigned to</source>
        <translation>tilldelad</translation>
    </message>
    <message>
        <source>due</source>
        <translation>senast</translation>
    </message>
    <message>
        <source>until</source>
        <translation>till</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>Deras</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Mitt</translation>
    </message>
    <message>
        <source>the area has grown</source>
        <translation>ytan har vuxit</translation>
    </message>
    <message>
        <source>the length has grown</source>
        <translation>längden har vuxit</translation>
    </message>
    <message>
        <source>the severity has risen</source>
        <translation>allvaret har ökat</translation>
    </message>
    <message>
        <source>the threshold has changed</source>
        <translation>gränsvärdet har ändrats</translation>
    </message>
    <message>
        <source>the plan is in another stage</source>
        <translation>planen är i ett annat skede</translation>
    </message>
    <message>
        <source>the rule&apos;s strength has changed</source>
        <translation>regelns styrka har ändrats</translation>
    </message>
    <message>
        <source>the outcome has changed</source>
        <translation>utfallet har ändrats</translation>
    </message>
    <message>
        <source>the acceptance has run out</source>
        <translation>tiden för avsteget har gått ut</translation>
    </message>
    <message>
        <source>Structure map review</source>
        <translation>Strukturbild: granskning</translation>
    </message>
    <message>
        <source>The map of the last result does not have this object.</source>
        <translation>Objektet finns inte i kartan från senaste resultatet.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alla</translation>
    </message>
    <message>
        <source>Search place, rule, text</source>
        <translation>Sök plats, regel, text</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Sök</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Allvar</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Läge</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Utfall</translation>
    </message>
    <message>
        <source>New since last run</source>
        <translation>Nytt sedan förra</translation>
    </message>
    <message>
        <source>To be decided</source>
        <translation>Att ta ställning till</translation>
    </message>
    <message>
        <source>To be confirmed</source>
        <translation>Att bekräfta</translation>
    </message>
    <message>
        <source>Gone in the last run</source>
        <translation>Borta i senaste körningen</translation>
    </message>
    <message>
        <source>By municipality</source>
        <translation>Efter kommun</translation>
    </message>
    <message>
        <source>By rule</source>
        <translation>Efter regel</translation>
    </message>
    <message>
        <source>By status</source>
        <translation>Efter läge</translation>
    </message>
    <message>
        <source>By node</source>
        <translation>Efter nod</translation>
    </message>
    <message>
        <source>Group the list</source>
        <translation>Gruppera listan</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>Sparade filter</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Visa alla</translation>
    </message>
    <message>
        <source>Save this filter…</source>
        <translation>Spara filtret…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Ta bort</translation>
    </message>
    <message>
        <source>{title} ({left} left of {total})</source>
        <translation>{title} ({left} kvar av {total})</translation>
    </message>
    <message>
        <source>{count} shown</source>
        <translation>{count} visas</translation>
    </message>
    <message>
        <source>Not a finding</source>
        <translation>Ingen avvikelse</translation>
    </message>
    <message>
        <source>The county</source>
        <translation>Länet</translation>
    </message>
    <message>
        <source>No node</source>
        <translation>Utan nod</translation>
    </message>
    <message>
        <source>to be confirmed</source>
        <translation>att bekräfta</translation>
    </message>
    <message>
        <source>Run the check once first: it makes the review store that findings are kept in.</source>
        <translation>Kör kontrollen en gång först. Då skapas granskningsregistret, där avvikelserna sparas.</translation>
    </message>
    <message>
        <source>The finding was added: {title}</source>
        <translation>Avvikelsen är tillagd: {title}</translation>
    </message>
    <message>
        <source>Taken back right after it was drawn.</source>
        <translation>Ångrad direkt efter att den ritats.</translation>
    </message>
    <message>
        <source>A line needs at least two points.</source>
        <translation>En linje behöver minst två punkter.</translation>
    </message>
    <message>
        <source>An area needs at least three corners.</source>
        <translation>En yta behöver minst tre hörn.</translation>
    </message>
    <message>
        <source>a point</source>
        <translation>en punkt</translation>
    </message>
    <message>
        <source>Click where the finding is. Esc cancels.</source>
        <translation>Klicka där avvikelsen ligger. Esc avbryter.</translation>
    </message>
    <message>
        <source>Click the points one after the other. Right click or Enter finishes, Backspace takes the last one back, Esc cancels.</source>
        <translation>Klicka ut punkterna i tur och ordning. Högerklick eller Enter avslutar, Backsteg tar tillbaka den senaste, Esc avbryter.</translation>
    </message>
    <message>
        <source>New finding</source>
        <translation>Ny avvikelse</translation>
    </message>
    <message>
        <source>What is to be talked about?</source>
        <translation>Vad behöver ni ta ställning till?</translation>
    </message>
    <message>
        <source>Add finding (Enter)</source>
        <translation>Lägg till avvikelse (Enter)</translation>
    </message>
    <message>
        <source>Cancel (Esc)</source>
        <translation>Avbryt (Esc)</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Rubrik</translation>
    </message>
    <message>
        <source>Concerns in the plan</source>
        <translation>Gäller i planen</translation>
    </message>
    <message>
        <source>In the structure map</source>
        <translation>I strukturbilden</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>Ritat</translation>
    </message>
    <message>
        <source>node</source>
        <translation>nod</translation>
    </message>
    <message>
        <source>link</source>
        <translation>samband</translation>
    </message>
    <message>
        <source>place type</source>
        <translation>platstyp</translation>
    </message>
    <message>
        <source>land use</source>
        <translation>markanvändning</translation>
    </message>
    <message>
        <source>orientation</source>
        <translation>utvecklingsinriktning</translation>
    </message>
    <message>
        <source>consideration</source>
        <translation>hänsyn</translation>
    </message>
    <message>
        <source>{distance} away</source>
        <translation>{distance} bort</translation>
    </message>
    <message>
        <source>YYYY-MM-DD</source>
        <translation>ÅÅÅÅ-MM-DD</translation>
    </message>
    <message>
        <source>Vector layers</source>
        <translation>Vektorlager</translation>
    </message>
    <message>
        <source>{layer} is a temporary layer. A setup file needs layers that are saved: save it to a file, or choose another one.</source>
        <translation>{layer} är ett tillfälligt lager. Ärendet behöver lager som är sparade: spara det till en fil, eller välj ett annat.</translation>
    </message>
    <message>
        <source>{layer} has unsaved edits. They are not read until you have saved them.</source>
        <translation>{layer} har osparade ändringar. De läses först när du har sparat dem.</translation>
    </message>
    <message>
        <source>{layer} can&apos;t be read. Choose another layer.</source>
        <translation>{layer} kan inte läsas. Välj ett annat lager.</translation>
    </message>
    <message>
        <source>Browse...</source>
        <translation>Bläddra…</translation>
    </message>
    <message>
        <source>Browse for {role}</source>
        <translation>Bläddra efter {role}</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>(inget)</translation>
    </message>
    <message>
        <source>Layer for {role}</source>
        <translation>Lager för {role}</translation>
    </message>
    <message>
        <source>Which layer?</source>
        <translation>Vilket lager?</translation>
    </message>
    <message>
        <source>The file has several layers. Which one is {role}?</source>
        <translation>Filen har flera lager. Vilket är {role}?</translation>
    </message>
    <message>
        <source>This is how it would be read</source>
        <translation>Så här skulle det läsas</translation>
    </message>
    <message>
        <source>Population</source>
        <translation>Befolkning</translation>
    </message>
    <message>
        <source>Housing need</source>
        <translation>Bostadsbehov</translation>
    </message>
    <message>
        <source>The plan: {mapped} of {features} objects in {layers} layers have a code</source>
        <translation>Planen: {mapped} av {features} objekt i {layers} lager har fått en kod</translation>
    </message>
    <message>
        <source>No supporting data chosen. That is all right: what needs it will be shown as not decided.</source>
        <translation>Inget underlag är valt. Det går bra: de kontroller som behöver underlag redovisas som ”kunde ej avgöras”.</translation>
    </message>
    <message>
        <source>{count} of {total} checks would run: {names}</source>
        <translation>{count} av {total} kontroller kan köras: {names}</translation>
    </message>
    <message>
        <source>{count} rules. Which of them would run is shown once there are municipal borders and a plan.</source>
        <translation>{count} regler. Vilka som kan köras visas när kommungränser och en plan är valda.</translation>
    </message>
    <message>
        <source>{role}: no layer chosen</source>
        <translation>{role}: inget lager valt</translation>
    </message>
    <message>
        <source>{role}: the layer {layer} has no field for {fields}</source>
        <translation>{role}: lagret {layer} saknar fält för {fields}</translation>
    </message>
    <message>
        <source>{role}: {mapped} of {features} read from {layer}</source>
        <translation>{role}: {mapped} av {features} lästa ur {layer}</translation>
    </message>
    <message>
        <source>{count} geometries were repaired</source>
        <translation>{count} geometrier lagades vid läsningen</translation>
    </message>
    <message>
        <source>{count} layers are not read as anything yet: {names}</source>
        <translation>{count} lager har ännu ingen betydelse: {names}</translation>
    </message>
    <message>
        <source>{count} values have no code yet: {names}</source>
        <translation>{count} värden har ännu ingen kod: {names}</translation>
    </message>
    <message>
        <source>and {count} more things to look at</source>
        <translation>och {count} saker till att titta på</translation>
    </message>
    <message>
        <source>Search layers and values</source>
        <translation>Sök lager och värden</translation>
    </message>
    <message>
        <source>Only those without a code</source>
        <translation>Bara de som saknar kod</translation>
    </message>
    <message>
        <source>Remove the layer</source>
        <translation>Ta bort lagret</translation>
    </message>
    <message>
        <source>&amp;Use read from</source>
        <translation>&amp;Användning ur</translation>
    </message>
    <message>
        <source>&amp;Change read from</source>
        <translation>Förändring &amp;ur</translation>
    </message>
    <message>
        <source>Accept {count} proposals</source>
        <translation>Godta {count} förslag</translation>
    </message>
    <message>
        <source>(whole layer)</source>
        <translation>(hela lagret)</translation>
    </message>
    <message>
        <source>(as recognised)</source>
        <translation>(som det känts igen)</translation>
    </message>
    <message>
        <source>What layers and values become</source>
        <translation>Vad lager och värden blir</translation>
    </message>
    <message>
        <source>Consideration or national interest</source>
        <translation>Hänsyn eller riksintresse</translation>
    </message>
    <message>
        <source>Development direction: {theme}</source>
        <translation>Utvecklingsinriktning: {theme}</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Lager</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Fält</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Värde</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Antal</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>Blir</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(tomt)</translation>
    </message>
    <message>
        <source>{name}, perhaps</source>
        <translation>kanske {name}</translation>
    </message>
    <message>
        <source>no code</source>
        <translation>ingen kod</translation>
    </message>
    <message>
        <source>Objects without a value can&apos;t be given a code here.</source>
        <translation>Objekt utan värde kan inte få någon kod här.</translation>
    </message>
    <message>
        <source>Comprehensive plan</source>
        <translation>Översiktsplan</translation>
    </message>
    <message>
        <source>Whose plan is it, how far has it come, and what do its layers and values mean?</source>
        <translation>Vilken kommuns plan är det, hur långt har den kommit, och vad betyder dess lager och värden?</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Another plan</source>
        <translation>En plan till</translation>
    </message>
    <message>
        <source>Remove the plan</source>
        <translation>Ta bort planen</translation>
    </message>
    <message>
        <source>Layers of the project...</source>
        <translation>Lager i projektet…</translation>
    </message>
    <message>
        <source>Files...</source>
        <translation>Filer…</translation>
    </message>
    <message>
        <source>Folder...</source>
        <translation>Mapp…</translation>
    </message>
    <message>
        <source>Add plan layers:</source>
        <translation>Lägg till planlager:</translation>
    </message>
    <message>
        <source>Dates are written YYYY-MM-DD, for example 2025-06-01.</source>
        <translation>Datum skrivs ÅÅÅÅ-MM-DD, till exempel 2025-06-01.</translation>
    </message>
    <message>
        <source>The plan can&apos;t be in force before it was adopted. Look at the dates.</source>
        <translation>Planen kan inte få laga kraft innan den antogs. Titta på datumen.</translation>
    </message>
    <message>
        <source>A municipality has one municipality-wide plan at a time. Make the other one an amendment, addition or area deepening, or remove it.</source>
        <translation>En kommun har en kommunomfattande plan åt gången. Gör den andra till ändring, tillägg eller fördjupning, eller ta bort den.</translation>
    </message>
    <message>
        <source>Choose the layers of the plan: several at once, from the project, from files or a whole folder.</source>
        <translation>Välj planens lager: flera på en gång, ur projektet, ur filer eller en hel mapp.</translation>
    </message>
    <message>
        <source>Layers of the plan</source>
        <translation>Planens lager</translation>
    </message>
    <message>
        <source>Folder with the plan&apos;s layers</source>
        <translation>Mapp med planens lager</translation>
    </message>
    <message>
        <source>new plan</source>
        <translation>ny plan</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regler</translation>
    </message>
    <message>
        <source>Which questions should be asked about the plan? Thresholds can be changed later, for one municipality at a time.</source>
        <translation>Vilka frågor ska ställas till planen? Trösklar kan ändras senare, för en kommun i taget.</translation>
    </message>
    <message>
        <source>Own rule set...</source>
        <translation>Egen regeluppsättning…</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Spara som</translation>
    </message>
    <message>
        <source>Name of the case</source>
        <translation>Ärendets namn</translation>
    </message>
    <message>
        <source>Rules of the set</source>
        <translation>Reglerna i uppsättningen</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>What it asks</source>
        <translation>Vad den frågar</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Varför</translation>
    </message>
    <message>
        <source>Own rule set</source>
        <translation>Egen regeluppsättning</translation>
    </message>
    <message>
        <source>Save the case as</source>
        <translation>Spara ärendet som</translation>
    </message>
    <message>
        <source>Structure map</source>
        <translation>Strukturbild</translation>
    </message>
    <message>
        <source>Which layers hold the region&apos;s structure map? Any of the three may be left out.</source>
        <translation>I vilka lager finns regionens strukturbild? Vilket som helst av de tre får saknas.</translation>
    </message>
    <message>
        <source>drawn along real roads and railways</source>
        <translation>ritade längs verkliga vägar och järnvägar</translation>
    </message>
    <message>
        <source>straight lines between places</source>
        <translation>raka linjer mellan orter</translation>
    </message>
    <message>
        <source>The links are</source>
        <translation>Sambanden är</translation>
    </message>
    <message>
        <source>Decided on</source>
        <translation>Beslutad</translation>
    </message>
    <message>
        <source>Recognised by name, geometry and fields: {names}. Change what is wrong.</source>
        <translation>Igenkänt på namn, geometri och fält: {names}. Ändra det som inte stämmer.</translation>
    </message>
    <message>
        <source>There are no layers in the project. Use Browse to choose files.</source>
        <translation>Det finns inga lager i projektet. Välj filer med Bläddra.</translation>
    </message>
    <message>
        <source>Supporting data</source>
        <translation>Underlag</translation>
    </message>
    <message>
        <source>All of this is optional. What is missing makes some checks end as not decided; nothing else happens.</source>
        <translation>Allt här är frivilligt. Det som saknas gör att vissa kontroller inte kan avgöras, inget annat.</translation>
    </message>
    <message>
        <source>Tells what is built up already, and gives nodes their extent.</source>
        <translation>Visar vad som redan är bebyggt och hur långt en nod sträcker sig.</translation>
    </message>
    <message>
        <source>Stops with departures on an ordinary weekday.</source>
        <translation>Hållplatser med antal turer en vanlig vardag.</translation>
    </message>
    <message>
        <source>Tells land from sea in municipalities on the coast.</source>
        <translation>Skiljer land från hav i kustkommuner.</translation>
    </message>
    <message>
        <source>Inhabitants by square or small area.</source>
        <translation>Invånare per ruta eller litet område.</translation>
    </message>
    <message>
        <source>Dwellings that each municipality needs; a table without geometry.</source>
        <translation>Bostäder som varje kommun behöver; en tabell utan geometri.</translation>
    </message>
    <message>
        <source>No rule of the chosen set depends on it.</source>
        <translation>Ingen regel i den valda uppsättningen kräver det.</translation>
    </message>
    <message>
        <source>Wakes {rules}.</source>
        <translation>Väcker {rules}.</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>ej angivet</translation>
    </message>
    <message>
        <source>The use that the plan itself declares for all land that no area covers.</source>
        <translation>Den användning som planen själv anger för all mark där ingen yta är ritad.</translation>
    </message>
    <message>
        <source>for example 2040</source>
        <translation>till exempel 2040</translation>
    </message>
    <message>
        <source>&amp;Municipality</source>
        <translation>&amp;Kommun</translation>
    </message>
    <message>
        <source>&amp;Kind of plan</source>
        <translation>&amp;Plantyp</translation>
    </message>
    <message>
        <source>&amp;Name of the plan</source>
        <translation>Planens &amp;namn</translation>
    </message>
    <message>
        <source>&amp;Stage</source>
        <translation>&amp;Skede</translation>
    </message>
    <message>
        <source>Adopted on</source>
        <translation>Antagen</translation>
    </message>
    <message>
        <source>In force on</source>
        <translation>Laga kraft</translation>
    </message>
    <message>
        <source>Planning strategy on</source>
        <translation>Planeringsstrategi</translation>
    </message>
    <message>
        <source>Target year</source>
        <translation>Målår</translation>
    </message>
    <message>
        <source>Use of the rest</source>
        <translation>Användning i övrigt</translation>
    </message>
    <message>
        <source>choose municipality</source>
        <translation>välj kommun</translation>
    </message>
    <message>
        <source>Trying the new case</source>
        <translation>Provläser det nya ärendet</translation>
    </message>
    <message>
        <source>Looking at layers</source>
        <translation>Tittar på lager</translation>
    </message>
    <message>
        <source>New case</source>
        <translation>Nytt ärende</translation>
    </message>
    <message>
        <source>{name} is there already. Replace it?</source>
        <translation>{name} finns redan. Ska den ersättas?</translation>
    </message>
    <message>
        <source>Run the check</source>
        <translation>Kör kontrollen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Point in the map</source>
        <translation>Peka i kartan</translation>
    </message>
    <message>
        <source>Click a finding in the map to choose it in the list</source>
        <translation>Klicka på en avvikelse i kartan för att välja den i listan</translation>
    </message>
    <message>
        <source>Not run yet</source>
        <translation>Inte körd än</translation>
    </message>
    <message>
        <source>Last: {time}</source>
        <translation>Senast: {time}</translation>
    </message>
    <message>
        <source>{count} municipalities</source>
        <translation>{count} kommuner</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>ofullständig</translation>
    </message>
    <message>
        <source>Nothing is checked yet. Run the check to see what there is.</source>
        <translation>Inget är kontrollerat än. Kör kontrollen för att se vad som finns att ta ställning till.</translation>
    </message>
    <message>
        <source>The check found nothing to decide on.</source>
        <translation>Kontrollen hittade inget att ta ställning till.</translation>
    </message>
    <message>
        <source>No finding matches the filter.</source>
        <translation>Ingen avvikelse passar filtret.</translation>
    </message>
    <message>
        <source>Choose a finding in the list to read about it.</source>
        <translation>Välj en avvikelse i listan för att läsa om den.</translation>
    </message>
    <message>
        <source>Write the due date as yyyy-mm-dd.</source>
        <translation>Skriv datumet som åååå-mm-dd.</translation>
    </message>
    <message>
        <source>Save this filter</source>
        <translation>Spara filtret</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Namn</translation>
    </message>
    <message>
        <source>Check of {name}</source>
        <translation>Kontroll av {name}</translation>
    </message>
    <message>
        <source>{count} new</source>
        <translation>{count} nya</translation>
    </message>
    <message>
        <source>{count} changed</source>
        <translation>{count} ändrade</translation>
    </message>
    <message>
        <source>{count} resolved</source>
        <translation>{count} lösta</translation>
    </message>
    <message>
        <source>{count} reopened</source>
        <translation>{count} återöppnade</translation>
    </message>
    <message>
        <source>{count} to be confirmed</source>
        <translation>{count} att bekräfta</translation>
    </message>
    <message>
        <source>The check is done: nothing has changed.</source>
        <translation>Kontrollen är klar: inget har ändrats.</translation>
    </message>
    <message>
        <source>The check is done: {changes}.</source>
        <translation>Kontrollen är klar: {changes}.</translation>
    </message>
    <message>
        <source>Review store in a database</source>
        <translation>Granskningsregister i databas</translation>
    </message>
    <message>
        <source>Choose a PostgreSQL connection. New ones are made in QGIS&apos;s data source manager.</source>
        <translation>Välj en PostgreSQL-anslutning. Nya anslutningar skapas i QGIS datakällhanterare.</translation>
    </message>
    <message>
        <source>{count} assessed</source>
        <translation>{count} bedömda</translation>
    </message>
    <message>
        <source>Does the plan support the structure map?</source>
        <translation>Stöder planen strukturbilden?</translation>
    </message>
    <message>
        <source>Strukturbild compares the municipalities&apos; comprehensive plans with the region&apos;s structure map and shows where they support each other, differ or are silent. Here you go through what was found, decide on each point, and keep your decisions when the plans change.</source>
        <translation>Strukturbild jämför kommunernas översiktsplaner med regionens strukturbild och visar var de stöder varandra, skiljer sig åt eller är tysta. Här går du igenom det som hittades, tar ställning till varje punkt och behåller dina beslut när planerna ändras.</translation>
    </message>
    <message>
        <source>Never tried it? The sample county is made up and takes five minutes.</source>
        <translation>Aldrig provat? Exempellänet är påhittat och tar fem minuter.</translation>
    </message>
    <message>
        <source>today {time}</source>
        <translation>i dag {time}</translation>
    </message>
    <message>
        <source>yesterday {time}</source>
        <translation>i går {time}</translation>
    </message>
    <message>
        <source>a plan of the municipality</source>
        <translation>en plan för kommunen</translation>
    </message>
    <message>
        <source>land and water use</source>
        <translation>mark- och vattenanvändning</translation>
    </message>
    <message>
        <source>development orientation</source>
        <translation>utvecklingsinriktning</translation>
    </message>
    <message>
        <source>considerations</source>
        <translation>hänsyn</translation>
    </message>
    <message>
        <source>public transport stops</source>
        <translation>hållplatser</translation>
    </message>
    <message>
        <source>sea areas</source>
        <translation>hav</translation>
    </message>
    <message>
        <source>localities</source>
        <translation>tätorter</translation>
    </message>
    <message>
        <source>population</source>
        <translation>befolkning</translation>
    </message>
    <message>
        <source>housing need</source>
        <translation>bostadsbehov</translation>
    </message>
    <message>
        <source>a usable geometry</source>
        <translation>en användbar geometri</translation>
    </message>
    <message>
        <source>nodes</source>
        <translation>noder</translation>
    </message>
    <message>
        <source>functional links</source>
        <translation>funktionella samband</translation>
    </message>
    <message>
        <source>place typology</source>
        <translation>platstypologi</translation>
    </message>
    <message>
        <source>{table} for the whole municipality</source>
        <translation>{table} för hela kommunen</translation>
    </message>
    <message>
        <source>Follow editing</source>
        <translation>Följ redigering</translation>
    </message>
    <message>
        <source>Check the selected plan layer while you edit it. Nothing is stored.</source>
        <translation>Kontrollera det markerade planlagret medan du redigerar det. Inget sparas.</translation>
    </message>
    <message>
        <source>What the edits change</source>
        <translation>Vad ändringarna innebär</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Visa</translation>
    </message>
    <message>
        <source>Check and store</source>
        <translation>Kontrollera och spara</translation>
    </message>
    <message>
        <source>Run the whole check with the unsaved edits and store it.</source>
        <translation>Kör hela kontrollen med de osparade ändringarna och spara resultatet.</translation>
    </message>
    <message>
        <source>Findings that the edits change</source>
        <translation>Avvikelser som ändringarna påverkar</translation>
    </message>
    <message>
        <source>Reading in …</source>
        <translation>Läser in …</translation>
    </message>
    <message>
        <source>+1 new</source>
        <translation>+1 ny</translation>
    </message>
    <message>
        <source>+{count} new</source>
        <translation>+{count} nya</translation>
    </message>
    <message>
        <source>−1 resolved</source>
        <translation>−1 löst</translation>
    </message>
    <message>
        <source>−{count} resolved</source>
        <translation>−{count} lösta</translation>
    </message>
    <message>
        <source>No finding new or resolved, {count} changed</source>
        <translation>Inga nya eller lösta avvikelser, {count} ändrade</translation>
    </message>
    <message>
        <source>a check broke off: run the whole check</source>
        <translation>en kontroll avbröts: kör hela kontrollen</translation>
    </message>
    <message>
        <source>{count} findings changed</source>
        <translation>{count} avvikelser ändrade</translation>
    </message>
    <message>
        <source>Checked again in the next run: {rules}</source>
        <translation>Kontrolleras på nytt vid nästa körning: {rules}</translation>
    </message>
    <message>
        <source>Live check of {layer}</source>
        <translation>Löpande kontroll av {layer}</translation>
    </message>
    <message>
        <source>Run the check first: its result is what an earlier stage is held against.</source>
        <translation>Kör kontrollen först. Det är dess resultat som ett tidigare skede jämförs med.</translation>
    </message>
    <message>
        <source>Two stages</source>
        <translation>Två skeden</translation>
    </message>
    <message>
        <source>Comparison of two stages</source>
        <translation>Jämförelse av två skeden</translation>
    </message>
    <message>
        <source>The comparison was cancelled.</source>
        <translation>Jämförelsen avbröts.</translation>
    </message>
    <message>
        <source>Result of an earlier stage</source>
        <translation>Resultat från ett tidigare skede</translation>
    </message>
    <message>
        <source>{name} comparison</source>
        <translation>{name} jämförelse</translation>
    </message>
    <message>
        <source>Save the comparison</source>
        <translation>Spara jämförelsen</translation>
    </message>
    <message>
        <source>Choose another file: this is one of the results.</source>
        <translation>Välj en annan fil: det här är ett av de två resultaten.</translation>
    </message>
    <message>
        <source>Saving the comparison</source>
        <translation>Jämförelsen sparas</translation>
    </message>
    <message>
        <source>The comparison was saved: {path}</source>
        <translation>Jämförelsen är sparad: {path}</translation>
    </message>
    <message>
        <source>Map of the earlier stage</source>
        <translation>Karta över det tidigare skedet</translation>
    </message>
    <message>
        <source>Changed for the worse</source>
        <translation>Ändrade till det sämre</translation>
    </message>
    <message>
        <source>Changed for the better</source>
        <translation>Ändrade till det bättre</translation>
    </message>
    <message>
        <source>Changed otherwise</source>
        <translation>Ändrade på annat sätt</translation>
    </message>
    <message>
        <source>Gone for other reasons</source>
        <translation>Borta av andra skäl</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Avvikelse</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Vad som skiljer</translation>
    </message>
    <message>
        <source>Uncertain match.</source>
        <translation>Osäker koppling.</translation>
    </message>
    <message>
        <source>Save comparison…</source>
        <translation>Spara jämförelsen…</translation>
    </message>
    <message>
        <source>Findings of both stages</source>
        <translation>Båda skedenas avvikelser</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Välj…</translation>
    </message>
    <message>
        <source>Another file…</source>
        <translation>Annan fil…</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Jämför…</translation>
    </message>
    <message>
        <source>All municipalities</source>
        <translation>Alla kommuner</translation>
    </message>
    <message>
        <source>Earlier stage</source>
        <translation>Tidigare skede</translation>
    </message>
    <message>
        <source>Choose the result of an earlier stage. It is held against the last result: the earlier one is shown here, the later one in the project&apos;s map.</source>
        <translation>Välj resultatet från ett tidigare skede. Det jämförs med det senaste resultatet: det tidigare visas här, det senare i projektets karta.</translation>
    </message>
    <message>
        <source>Only in the earlier stage.</source>
        <translation>Finns bara i det tidigare skedet.</translation>
    </message>
    <message>
        <source>Only in the later stage.</source>
        <translation>Finns bara i det senare skedet.</translation>
    </message>
    <message>
        <source>The result that was chosen as the earlier one was made after the last one.</source>
        <translation>Resultatet som valdes som det tidigare togs fram efter det senaste resultatet.</translation>
    </message>
    <message>
        <source>{name} is incomplete: findings that it could not speak of are shown as not assessed.</source>
        <translation>{name} är ofullständigt: avvikelser som det inte kunde uttala sig om visas som ej bedömda.</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Tillbaka</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Nästa</translation>
    </message>
    <message>
        <source>&amp;Save the case</source>
        <translation>&amp;Spara ärendet</translation>
    </message>
    <message>
        <source>Draw a finding</source>
        <translation>Rita en avvikelse</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>Punkt</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Linje</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Yta</translation>
    </message>
    <message>
        <source>Two stages side by side…</source>
        <translation>Två skeden sida vid sida…</translation>
    </message>
    <message>
        <source>No municipality</source>
        <translation>Ingen kommun</translation>
    </message>
    <message>
        <source>No object</source>
        <translation>Inget objekt</translation>
    </message>
    <message>
        <source>own finding</source>
        <translation>egen avvikelse</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>Stäng meddelandet</translation>
    </message>
    <message>
        <source>{field} ({count})</source>
        <translation>{field} ({count})</translation>
    </message>
    <message>
        <source>Choose the layer with municipal borders.</source>
        <translation>Välj lagret med kommungränser.</translation>
    </message>
    <message>
        <source>The layers don&apos;t tell whose plan it is. Choose the municipality.</source>
        <translation>Av lagren framgår inte vilken kommuns plan det är. Välj kommun.</translation>
    </message>
    <message>
        <source>There is a result but no review store yet. Run the check again, or choose Take in the last result in the case&apos;s menu.</source>
        <translation>Det finns ett resultat men inget granskningsregister än. Kör kontrollen igen, eller välj Ta in senaste resultatet i ärendets meny.</translation>
    </message>
    <message>
        <source>{names} wrote first on {count} findings. They are as they were; choose each to see both versions.</source>
        <translation>{names} hann före på {count} avvikelser. De är som de var; välj var och en för att se båda versionerna.</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Ingen</translation>
    </message>
    <message>
        <source>Due yyyy-mm-dd</source>
        <translation>Senast åååå-mm-dd</translation>
    </message>
    <message>
        <source>All assessed</source>
        <translation>Allt bedömt</translation>
    </message>
    <message>
        <source>Show what is supported or could not be decided, too</source>
        <translation>Visa även det som stöds eller inte kunde avgöras</translation>
    </message>
    <message>
        <source>Makes {rules} more certain.</source>
        <translation>Gör {rules} säkrare.</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagram</translation>
    </message>
    <message>
        <source>Open a plan for editing</source>
        <translation>Öppna en plan för redigering</translation>
    </message>
    <message>
        <source>Editing: {plan}</source>
        <translation>Redigering: {plan}</translation>
    </message>
    <message>
        <source>1 new</source>
        <translation>1 ny</translation>
    </message>
    <message>
        <source>1 changed</source>
        <translation>1 ändrad</translation>
    </message>
    <message>
        <source>1 resolved</source>
        <translation>1 löst</translation>
    </message>
    <message>
        <source>1 reopened</source>
        <translation>1 återöppnad</translation>
    </message>
    <message>
        <source>1 to be confirmed</source>
        <translation>1 att bekräfta</translation>
    </message>
    <message>
        <source>Hidden by the filter, and not selected in the list: {count}.</source>
        <translation>Döljs av filtret och markeras inte i listan: {count}.</translation>
    </message>
    <message>
        <source>{place} of {count} findings that lie here. Click again for the next one.</source>
        <translation>{place} av {count} avvikelser som ligger här. Klicka igen för nästa.</translation>
    </message>
    <message>
        <source>The findings are switched off in the layer panel.</source>
        <translation>Avvikelserna är släckta i lagerpanelen.</translation>
    </message>
    <message>
        <source>draft for {count} findings</source>
        <translation>utkast för {count} avvikelser</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>utkast</translation>
    </message>
    <message>
        <source>Not part of the plan, but of the structure map or supporting data: {names}.</source>
        <translation>Hör inte till planen utan till strukturbilden eller underlaget: {names}.</translation>
    </message>
    <message>
        <source>the sample county</source>
        <translation>exempellänet</translation>
    </message>
    <message>
        <source>Opening {name}…</source>
        <translation>Öppnar {name}…</translation>
    </message>
    <message>
        <source>Reading the findings…</source>
        <translation>Läser avvikelserna…</translation>
    </message>
    <message>
        <source>Adding layers to the map…</source>
        <translation>Lägger till lager i kartan…</translation>
    </message>
    <message>
        <source>Why? (optional)</source>
        <translation>Varför? (valfritt)</translation>
    </message>
    <message>
        <source>{asked}, Enter</source>
        <translation>{asked} – Enter</translation>
    </message>
    <message>
        <source>{names} wrote meanwhile. Undo again to go on.</source>
        <translation>{names} skrev under tiden. Ångra igen för att gå vidare.</translation>
    </message>
    <message>
        <source>Search layers and files</source>
        <translation>Sök lager och filer</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>Välj alla</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>Välj inga</translation>
    </message>
    <message>
        <source>There are no further layers in the project.</source>
        <translation>Det finns inga fler lager i projektet.</translation>
    </message>
    <message>
        <source>Add the chosen ({count})</source>
        <translation>Lägg till valda ({count})</translation>
    </message>
    <message>
        <source>Taken back: {what}</source>
        <translation>Ångrat: {what}</translation>
    </message>
    <message>
        <source>Undo: {what}</source>
        <translation>Ångra: {what}</translation>
    </message>
    <message>
        <source>{count} municipalities without a plan get rows too</source>
        <translation>{count} kommuner utan plan redovisas också</translation>
    </message>
    <message>
        <source>Also municipalities without a plan</source>
        <translation>Även kommuner utan plan</translation>
    </message>
    <message>
        <source>For a whole county: each municipality of the layer gets its rows, and those without a plan are shown as lacking one. Otherwise only municipalities whose plans are here are checked.</source>
        <translation>För ett helt län: varje kommun i lagret får sina rader, och de utan plan redovisas som kommuner utan plan. Annars kontrolleras bara de kommuner vars planer finns här.</translation>
    </message>
    <message>
        <source>What has no code is not counted. Double-click in the column Becomes to give one; where a field tells the use, choose the row and then the field.</source>
        <translation>Det som saknar kod räknas inte. Dubbelklicka i kolumnen Blir för att välja en; där ett fält säger användningen väljer du raden och sedan fältet.</translation>
    </message>
    <message>
        <source>{count} findings</source>
        <translation>{count} avvikelser</translation>
    </message>
    <message>
        <source>{what} on {where}</source>
        <translation>{what} på {where}</translation>
    </message>
    <message>
        <source>The choice between two versions</source>
        <translation>Valet mellan två versioner</translation>
    </message>
    <message>
        <source>What has no code is not counted. Look through the proposals and accept them, or double-click in the column Becomes to choose another code.</source>
        <translation>Det som saknar kod räknas inte. Titta igenom förslagen och godta dem, eller dubbelklicka i kolumnen Blir och välj en annan kod.</translation>
    </message>
    <message>
        <source>Some values of the structure map are not known. Double-click in the column Becomes to say what they are; objects without a code are left out.</source>
        <translation>Några värden i strukturbilden är inte kända. Dubbelklicka i kolumnen Blir och säg vad de är; objekt utan kod räknas inte med.</translation>
    </message>
    <message>
        <source>{names} wrote first. Nothing of yours is lost.</source>
        <translation>{names} hann skriva före dig. Inget av ditt är borta.</translation>
    </message>
    <message>
        <source>The computer ran out of memory.</source>
        <translation>Datorns minne tog slut.</translation>
    </message>
    <message>
        <source>This broke off because of a fault in the plugin. Nothing that was stored is lost. QGIS&apos;s message log has the details, under Python error.</source>
        <translation>Det här avbröts av ett fel i tillägget. Inget som är sparat har gått förlorat. Detaljerna finns i QGIS meddelandelogg, under Pythonfel.</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Link: address or file</source>
        <translation>Länk: adress eller fil</translation>
    </message>
    <message>
        <source>Write a link as https://…, or choose a file.</source>
        <translation>Skriv en länk som https://…, eller välj en fil.</translation>
    </message>
    <message>
        <source>{what} is missing</source>
        <translation>{what} saknas</translation>
    </message>
    <message>
        <source>New finding…</source>
        <translation>Ny avvikelse…</translation>
    </message>
    <message>
        <source>Draw on the map what the check does not see</source>
        <translation>Rita på kartan det som kontrollen inte ser</translation>
    </message>
    <message>
        <source>The check is running. What it finds will stand here.</source>
        <translation>Kontrollen pågår. Det den hittar visas här.</translation>
    </message>
    <message>
        <source>{count} blocked</source>
        <translation>{count} blockerade</translation>
    </message>
    <message>
        <source>{count} not run</source>
        <translation>{count} ej kontrollerade</translation>
    </message>
    <message>
        <source>{count} not applicable</source>
        <translation>{count} ej relevanta</translation>
    </message>
    <message>
        <source>Area account…</source>
        <translation>Arealredovisning…</translation>
    </message>
    <message>
        <source>findings</source>
        <translation>avvikelser</translation>
    </message>
    <message>
        <source>review package</source>
        <translation>granskningspaket</translation>
    </message>
    <message>
        <source>comparison</source>
        <translation>jämförelse</translation>
    </message>
    <message>
        <source>Comment…</source>
        <translation>Kommentar…</translation>
    </message>
    <message>
        <source>{this} or {that}</source>
        <translation>{this} eller {that}</translation>
    </message>
    <message>
        <source>1 municipality</source>
        <translation>1 kommun</translation>
    </message>
    <message>
        <source>No difference so far in {layer}</source>
        <translation>Ingen skillnad ännu i {layer}</translation>
    </message>
    <message>
        <source>The project&apos;s case is not where it was: {path}. Open it where it lies now.</source>
        <translation>Projektets ärende finns inte längre där det låg: {path}. Öppna det där det ligger nu.</translation>
    </message>
    <message>
        <source>Reading the layers of the map…</source>
        <translation>Läser in kartans lager…</translation>
    </message>
    <message>
        <source>The map of {name} is not complete: {there} of {total} layers. “Show the case's map” in the case's menu brings the rest.</source>
        <translation>Kartan över {name} är inte komplett: {there} av {total} lager. ”Visa ärendets karta” i ärendets meny hämtar resten.</translation>
    </message>
    <message>
        <source>Show the case&apos;s map</source>
        <translation>Visa ärendets karta</translation>
    </message>
    <message>
        <source>Choose a file to link to</source>
        <translation>Välj en fil att länka till</translation>
    </message>
    <message>
        <source>Stop following</source>
        <translation>Sluta följa</translation>
    </message>
    <message>
        <source>The layer {name} is not in edit mode.</source>
        <translation>Lagret {name} är inte i redigeringsläge.</translation>
    </message>
    <message>
        <source>Double-click, or press Enter, to choose.</source>
        <translation>Dubbelklicka, eller tryck Enter, för att välja.</translation>
    </message>
    <message>
        <source>Close? What you have filled in is not kept.</source>
        <translation>Stäng? Det du har fyllt i sparas inte.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Stäng</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsätt</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>och {n} till</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Anslutning</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öppna</translation>
    </message>
    <message>
        <source>QGIS has no PostgreSQL connection yet. Make one under Layer &gt; Data Source Manager &gt; PostgreSQL, then come back here.</source>
        <translation>QGIS har ingen PostgreSQL-anslutning än. Gör en under Lager &gt; Datakällhanterare &gt; PostgreSQL och kom sedan tillbaka hit.</translation>
    </message>
    <message>
        <source>Looking for the database</source>
        <translation>Söker databasen</translation>
    </message>
    <message>
        <source>The connection to the database is back.</source>
        <translation>Förbindelsen med databasen är tillbaka.</translation>
    </message>
    <message>
        <source>The project&apos;s case was not opened: {path}</source>
        <translation>Projektets ärende öppnades inte: {path}</translation>
    </message>
    <message>
        <source>The database does not answer, so nothing was written. What you typed is still here; the panel says when the database is back.</source>
        <translation>Databasen svarar inte, så inget skrevs. Det du har skrivit står kvar; panelen säger till när databasen är tillbaka.</translation>
    </message>
    <message>
        <source>The review store {path} is not there any more, so nothing was written. Put the file back, or run the check to begin a new one.</source>
        <translation>Granskningsregistret {path} finns inte längre, så inget skrevs. Lägg tillbaka filen, eller kör kontrollen för att börja ett nytt.</translation>
    </message>
    <message>
        <source>The review store had been replaced by another file, which is read now. Nothing was written: look at the finding and decide again.</source>
        <translation>Granskningsregistret hade bytts mot en annan fil, som läses in nu. Inget skrevs: titta på avvikelsen och besluta igen.</translation>
    </message>
    <message>
        <source>What came from elsewhere says otherwise than what is decided here. Both versions stand first in the list, to be settled.</source>
        <translation>Det som kom utifrån säger något annat än det som är beslutat här. Avvikelserna står först i listan och väntar på att avgöras.</translation>
    </message>
    <message>
        <source>By where they run, where links are drawn along real routes; by which nodes they join, where they are straight lines between nodes.</source>
        <translation>Efter var de går, om sambanden är ritade längs verkliga vägar och banor; efter vilka noder de förbinder, om de är raka linjer mellan noder.</translation>
    </message>
    <message>
        <source>For scheduled runs: which findings end the run as failed. The result is written all the same.</source>
        <translation>För schemalagda körningar: vilka avvikelser som gör att körningen räknas som misslyckad. Resultatet skrivs ändå.</translation>
    </message>
    <message>
        <source>All but the first need a review store.</source>
        <translation>Alla utom det första kräver ett granskningsregister.</translation>
    </message>
    <message>
        <source>In scripts: {codes}.</source>
        <translation>I skript: {codes}.</translation>
    </message>
    <message>
        <source>Some rules only apply at some stages.</source>
        <translation>Vissa regler gäller bara i vissa skeden.</translation>
    </message>
    <message>
        <source>The language of titles, explanations and questions in the result.</source>
        <translation>Språket för rubriker, förklaringar och frågor i resultatet.</translation>
    </message>
    <message>
        <source>Only findings of this severity and above.</source>
        <translation>Bara avvikelser med minst detta allvar.</translation>
    </message>
    <message>
        <source>Of headings, states and instructions. Titles, explanations and questions are in the language that the check was run in.</source>
        <translation>För rubriker, lägen och anvisningar. Avvikelsernas rubriker, förklaringar och frågor är på det språk som kontrollen kördes på.</translation>
    </message>
    <message>
        <source>Both versions are in the log afterwards, whichever holds.</source>
        <translation>Båda versionerna finns kvar i loggen efteråt, vilken som än gäller.</translation>
    </message>
    <message>
        <source>How names of layers, fields and values become the common codes. ÖP-modell 2.1 fits plans with the category names of the national model; the plugin's own names fit layers that already have them.</source>
        <translation>Hur namn på lager, fält och värden blir de gemensamma koderna. ÖP-modell 2.1 passar planer med den nationella modellens kategorinamn; tilläggets egna namn passar lager som redan har dem.</translation>
    </message>
    <message>
        <source>The rules with their thresholds and texts. The general rules are proposed defaults; the others follow a region&apos;s own structure map.</source>
        <translation>Reglerna med sina gränsvärden och texter. De allmänna reglerna är föreslagna förval; de andra följer en regions egen strukturbild.</translation>
    </message>
    <message>
        <source>comprehensive plan,structure map,regional planning</source>
        <translation>översiktsplan,öp,strukturbild,regional planering,avvikelser</translation>
    </message>
</context>
</TS>
