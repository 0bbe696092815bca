//! Does the archive keep its promises, seen from outside?

mod doctor;
mod errors;
mod laws;
mod old_versions;
mod sample;
mod search;
mod several_programs;
