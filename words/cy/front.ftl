# Y rhestr o bartneriaethau.

front-title = Partneriaethau
front-explained = Dewiswch ble rydych yn byw, yn gweithio neu’n ymweld.
front-empty = Nid oes unrhyw bartneriaeth ar agor yma eto. Gall pwy bynnag a sefydlodd y wefan hon agor un.
front-demonstration = Am yr arddangosiad hwn
front-demo-try = Rhowch gynnig ar hyn: o bryder i’w ddiwedd mewn chwe cham
front-demo-accounts = Mewngofnodi fel rhywun sy’n gweithio yma
front-demo-mailbox = Darllen y negeseuon a fyddai wedi cael eu hanfon
front-demo-clock = Symud y cloc ymlaen
