//! stub
use crate::Tag;
const IRREGULAR: &[(&str, &str)] = &[("sold","sell"),("resold","resell"),("bought","buy"),("sent","send"),("lent","lend"),("given","give"),("gave","give"),("got","get"),("gotten","get"),("sought","seek"),("chose","choose"),("chosen","choose"),("said","say"),("told","tell"),("was","be"),("were","be"),("is","be"),("are","be"),("been","be"),("being","be"),("has","have"),("had","have"),("having","have"),("did","do"),("does","do"),("done","do"),("made","make"),("took","take"),("taken","take"),("won","win"),("struck","strike"),("wrote","write"),("written","write"),("found","find"),("thought","think"),("came","come"),("went","go"),("began","begin"),("begun","begin"),("kept","keep"),("held","hold"),("froze","freeze"),("frozen","freeze"),("people","person"),("aircraft","aircraft"),("n't","not"),("'s","be"),("'re","be"),("'ll","will"),("shipped","ship"),("planned","plan"),("cancelled","cancel"),("canceled","cancel"),("transferred","transfer"),("committed","commit"),("permitted","permit"),("equipped","equip"),("dropped","drop"),("stopped","stop"),("scrapped","scrap"),("trafficked","traffic"),("shells","shell"),("begging","beg"),("selling","sell"),("planning","plan"),("stopping","stop"),("shipping","ship"),("getting","get")];
pub fn lemma(form: &str, tag: Tag) -> String {
    if tag == Tag::Propn { return form.to_owned(); }
    let f = form.to_lowercase();
    if let Some((_, l)) = IRREGULAR.iter().find(|(w, _)| *w == f) { return (*l).to_owned(); }
    match tag {
        Tag::Noun => {
            if let Some(s) = f.strip_suffix("ies") { return format!("{s}y"); }
            for e in ["ses","xes","ches","shes"] { if f.ends_with(e) && f.len() > 5 { return f[..f.len() - if e=="ses" {1} else {2}].to_owned(); } }
            if f.ends_with('s') && !f.ends_with("ss") && !f.ends_with("us") { return f[..f.len()-1].to_owned(); }
            f
        }
        Tag::Verb | Tag::Aux => {
            let known = |s: &str| ["supply","deliver","purchase","acquire","procure","receive","provide","export","donate","lease","approve","promise","announce","release","secure","produce","cease","pledge","continue","complete","decline","refuse","close","negotiate","authorise","authorize","license","finalise","finalize","seize","include","use","remove","deliver","arrive","describe","acknowledge","cite","quote","note","disclose","conclude","decide","propose","postpone","suspende","terminate","urge","agree","freeze","examine","cause","leave","serve","violate","allege","suppose","believe","assume","recognise","emerge","contribute","allocate","smuggle","re-route","charge","force","replace","operate","manufacture","declare","state","estimate","revise","handle","change","place","make","take","give","write","come","describe","double","value","schedule","require","prepare","remove","unde", "sign"].contains(&s);
            for (suffix, add) in [("ies","y"),("ied","y"),("ing",""),("ed",""),("es",""),("s","")] {
                if let Some(stem) = f.strip_suffix(suffix) {
                    if stem.len() < 2 || (suffix == "s" && stem.ends_with('s')) { continue; }
                    if add == "y" { return format!("{stem}y"); }
                    let e = format!("{stem}e");
                    if known(&e) { return e; }
                    if suffix == "es" && !(stem.ends_with("ch")||stem.ends_with("sh")||stem.ends_with('x')||stem.ends_with("ss")||stem.ends_with('o')) { return e; }
                    return stem.to_owned();
                }
            }
            f
        }
        _ => f,
    }
}
