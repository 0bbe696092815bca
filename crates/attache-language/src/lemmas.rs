//! stub
use crate::Tag;
pub fn lemma(form: &str, tag: Tag) -> String {
    if tag == Tag::Propn { form.to_owned() } else { form.to_lowercase() }
}
