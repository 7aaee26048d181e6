use serde::Deserialize;

/// A pipeline of the CRM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipeline {
    /// Its id.
    pub id: i64,
    /// Its name, for the mapping's screen.
    pub name: String,
    /// Whether deals without a pipeline land here.
    pub is_main: bool,
    /// Whether it is archived: no deal can be made in it.
    pub is_archive: bool,
    /// Its stages; ids belong to this pipeline, only 142 (won) and 143 (lost) are in all.
    pub stages: Vec<Stage>,
}

/// A stage of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Stage {
    /// Its id.
    pub id: i64,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// 1 for the stage of incoming requests, which no deal can be made in; else 0.
    #[serde(default, rename = "type")]
    pub kind: i64,
}

impl Pipeline {
    /// Whether a deal can be made in this stage of this pipeline.
    #[must_use]
    pub fn takes(&self, pipeline_id: i64, status_id: i64) -> bool {
        let stage = self.stages.iter().find(|stage| stage.id == status_id);
        self.id == pipeline_id
            && !self.is_archive
            && stage.is_some_and(|stage| !stage.is_incoming())
    }
}

impl Stage {
    /// Whether this is the stage of incoming requests.
    #[must_use]
    pub const fn is_incoming(&self) -> bool {
        self.kind == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_counts_only_in_its_own_living_pipeline() {
        let stage = |id, kind| Stage {
            id,
            name: String::new(),
            kind,
        };
        let mut pipeline = Pipeline {
            id: 7,
            name: String::new(),
            is_main: true,
            is_archive: false,
            stages: vec![stage(70, 1), stage(71, 0)],
        };
        assert!(pipeline.takes(7, 71));
        for (pipeline_id, status_id) in [(7, 70), (8, 71), (7, 72)] {
            assert!(
                !pipeline.takes(pipeline_id, status_id),
                "{pipeline_id} {status_id}"
            );
        }
        pipeline.is_archive = true;
        assert!(!pipeline.takes(7, 71));
    }
}
