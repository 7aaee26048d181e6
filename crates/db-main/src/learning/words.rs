use std::str::FromStr;

use stoa_domain::UnknownWord;

/// Declares a closed list of words as they stand in storage and on the wire.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $what:literal { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in storage and on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                let unknown = || UnknownWord { what: $what, text: text.to_owned() };
                Self::ALL.iter().copied().find(|word| word.as_str() == text).ok_or_else(unknown)
            }
        }
    )+};
}

words! {
    /// What a course is sold as.
    CourseKind: "kind of course" {
        /// A main product.
        Full = "full",
        /// The cheap first product.
        Tripwire = "tripwire",
    }

    /// What a lesson mainly consists of.
    LessonKind: "kind of lesson" {
        /// Reading.
        Text = "text",
        /// A video with its text.
        Video = "video",
        /// Questions.
        Quiz = "quiz",
        /// Something to download.
        File = "file",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_back_and_another_is_refused() {
        for kind in LessonKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
        let unknown = "podcast".parse::<LessonKind>().unwrap_err();
        assert_eq!(unknown.to_string(), "\"podcast\" is no kind of lesson");
    }
}
