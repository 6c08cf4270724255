-- What was held since it changed after posting is corrected now: it goes with the next plan.
UPDATE till_transaction t SET state = 'pending', refusal_code = NULL, refusal_text = NULL
WHERE t.state = 'held' AND t.refusal_code = 'changed_after_posting' AND t.version > 1 AND t.kind NOT IN ('shift', 'unknown')
  AND EXISTS (SELECT 1 FROM till_transaction p
    WHERE p.solution_id = t.solution_id AND p.outlet_id = t.outlet_id AND p.record_id = t.record_id AND p.version < t.version
      AND p.state = 'planned' AND p.kind <> 'shift');
